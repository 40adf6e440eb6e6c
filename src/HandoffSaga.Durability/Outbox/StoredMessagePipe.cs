using System.Collections.Concurrent;
using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace HandoffSaga.Durability;

/// <summary>Gives a message on its way out the identity, headers and body it was stored with.</summary>
internal sealed class StoredMessagePipe(OutgoingMessage message) : IPipe<SendContext>
{
    /// <summary>On a message whose row stays until its answer: consuming it deletes no row.</summary>
    public const string KeptHeader = "Handoff-Kept";

    /// <summary>On a message that the sweeper took out of the outbox: it may have been sent before.</summary>
    public const string AgainHeader = "Handoff-Again";

    private static readonly ConcurrentDictionary<string, ContentType> ContentTypes = new(StringComparer.Ordinal);

    private readonly KeyValuePair<string, object>[] _headers = message.Headers is { } stored ? [.. StoredHeaders.FromJson(stored)] : [];

    public string? TraceParent => Array.Find(_headers, header => header.Key == MessageCapture.TraceParent).Value as string;

    public Task Send(SendContext context)
    {
        context.MessageId = message.MessageId;
        context.CorrelationId = message.CorrelationId;
        context.Serializer = new CopyBodySerializer(
            ContentTypes.GetOrAdd(message.ContentType, static type => new ContentType(type)),
            new BytesMessageBody(message.Body)
        );
        foreach (var (name, value) in Headers())
            context.Headers.Set(name, value);
        return Task.CompletedTask;
    }

    /// <summary>The headers alone.</summary>
    public Dictionary<string, object> Headers()
    {
        var all = _headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (message.ResendAfter is not null)
            all[KeptHeader] = "1";
        if (message.IsFromOutbox)
            all[AgainHeader] = "1";
        return all;
    }

    /// <summary>The properties beside the body, for use without a transport.</summary>
    public Dictionary<string, object> TransportHeaders()
    {
        var beside = Headers();
        beside["Content-Type"] = message.ContentType;
        beside[MessageHeaders.MessageId] = message.MessageId.ToString("D");
        return beside;
    }

    public void Probe(ProbeContext context) { }
}
