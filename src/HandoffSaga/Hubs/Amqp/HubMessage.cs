using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;

namespace HandoffSaga.Hubs.Amqp;

/// <summary>A delivery as a message (docs/wire.md section 2, "Over RabbitMQ"). The body is the package itself.</summary>
internal static class HubMessage
{
    public static RawPublication Create(Delivery delivery)
    {
        var headers = new Dictionary<string, object?>
        {
            ["handoff-leg"] = delivery.Destination.WireName(),
            ["handoff-attempt"] = delivery.Attempt,
            ["handoff-payload-sha256"] = delivery.PayloadSha256,
            ["traceparent"] = Traceparent.Current(),
        };
        if (delivery.TargetNode is { } targetNode)
            headers["handoff-target-node"] = targetNode;

        return new RawPublication(HubExchanges.Deliveries.For(delivery.Destination).Name, delivery.TargetNode ?? "", delivery.Payload)
        {
            MessageId = delivery.IdempotencyKey,
            CorrelationId = delivery.TransferId,
            ReplyTo = HubExchanges.Receipts,
            Headers = headers,
        };
    }
}
