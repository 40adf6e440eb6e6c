using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace HandoffSaga.Durability;

/// <summary>The "serializer" of dispatched messages: the message is a payload of the receive context, and is handed on as it is.</summary>
internal sealed class ByReference : IMessageDeserializer, ISerializerFactory
{
    public static readonly ContentType Type = new("application/vnd.handoff.by-reference");

    public ContentType ContentType => Type;

    public IMessageDeserializer CreateDeserializer() => this;

    public IMessageSerializer CreateSerializer() => throw new NotSupportedException("Nothing is sent by reference over a bus.");

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, receiveContext.GetPayload<DispatchedMessage>());

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        throw new NotSupportedException("A dispatched message has no body.");

    public MessageBody GetMessageBody(string text) => throw new NotSupportedException("A dispatched message has no body.");

    public void Probe(ProbeContext context) => context.CreateScope("byReference");
}
