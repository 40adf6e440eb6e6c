using System.Text;
using MassTransit;
using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>Reads a delivery without trusting any of its properties.</summary>
internal static class RawMessageReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static RawMessage Read(string queue, ReceiveContext context)
    {
        context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery);
        var properties = delivery?.Properties;
        return new()
        {
            // A copy: the client reuses its buffer after the delivery.
            Body = context.Body.GetBytes().ToArray(),
            Queue = queue,
            Exchange = delivery?.Exchange ?? "",
            RoutingKey = delivery?.RoutingKey ?? "",
            ContentType = properties?.ContentType,
            MessageId = properties?.MessageId,
            CorrelationId = properties?.CorrelationId,
            ReplyTo = properties?.ReplyTo,
            Type = properties?.Type,
            AppId = properties?.AppId,
            UserId = properties?.UserId,
            Headers = Headers(properties),
            Redelivered = context.Redelivered,
        };
    }

    private static Dictionary<string, object?> Headers(IReadOnlyBasicProperties? properties)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in properties?.Headers ?? new Dictionary<string, object?>())
            headers[name] = value is byte[] bytes ? Text(bytes) : value;
        return headers;
    }

    private static object Text(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return bytes;
        }
    }
}
