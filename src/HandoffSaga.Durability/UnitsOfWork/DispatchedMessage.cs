using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Serialization;

namespace HandoffSaga.Durability;

/// <summary>
/// A message that reaches its saga by reference. It takes the place of MassTransit's deserialization result, although nothing was
/// deserialized.
/// </summary>
internal sealed class DispatchedMessage(object message) : SerializerContext
{
    // This message is in no row and on no broker; the id is for people and traces.
    private readonly Guid _messageId = NewId.NextGuid();

    public Guid? MessageId => _messageId;

    public Guid? RequestId => null;

    public Guid? CorrelationId => null;

    public Guid? ConversationId => null;

    public Guid? InitiatorId => null;

    public DateTime? ExpirationTime => null;

    public Uri? SourceAddress => null;

    public Uri? DestinationAddress => null;

    public Uri? ResponseAddress => null;

    public Uri? FaultAddress => null;

    public DateTime? SentTime => null;

    public Headers Headers => EmptyHeaders.Instance;

    public HostInfo Host => HostMetadataCache.Host;

    public string[] SupportedMessageTypes => [MessageUrn.ForTypeString(message.GetType())];

    public bool IsSupportedMessageType<T>()
        where T : class => message is T;

    public bool IsSupportedMessageType(Type messageType) => messageType.IsInstanceOfType(message);

    public bool TryGetMessage<T>(out T? found)
        where T : class => (found = message as T) is not null;

    public bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? found)
    {
        found = messageType.IsInstanceOfType(message) ? message : null;
        return found is not null;
    }

    // Only needed to turn a message back into bytes, to forward or to fault it; neither happens to a dispatched message.
    public IMessageSerializer GetMessageSerializer() => throw NotSerialized();

    public IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T message)
        where T : class => throw NotSerialized();

    public IMessageSerializer GetMessageSerializer(object message, string[] messageTypes) => throw NotSerialized();

    public Dictionary<string, object> ToDictionary<T>(T? message)
        where T : class => throw NotSerialized();

    public MessageBody SerializeObject(object? value) => throw NotSerialized();

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : class => value as T ?? defaultValue;

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : struct => value as T? ?? defaultValue;

    private static NotSupportedException NotSerialized() => new("A message that was dispatched in this process has no serialized form.");
}
