using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Amqp;

/// <summary>What the broker's word means for the attempt. Nothing the broker says is for ever: a queue can be bound, a right given, a node come back.</summary>
internal static class BrokerAnswers
{
    private const int ShownLength = 200;

    public static DeliveryOutcome Judge(RawPublishOutcome outcome, RawPublication delivery) => outcome.Result switch
    {
        RawPublishResult.Confirmed => new DeliveryOutcome(AttemptOutcome.Open, null),
        RawPublishResult.Unroutable => Failed(delivery.RoutingKey.Length == 0
            ? $"unroutable: no queue is bound to {delivery.Exchange}"
            : $"unroutable: no queue is bound to {delivery.Exchange} for {delivery.RoutingKey}"),
        RawPublishResult.Rejected => Failed($"refused by the broker: {outcome.Detail}"),
        RawPublishResult.NotTaken => Failed($"not taken by the broker: {outcome.Detail}"),
        RawPublishResult.Unavailable => Failed($"broker not reached: {outcome.Detail}"),
        RawPublishResult.Unconfirmed => Failed($"not confirmed by the broker: {outcome.Detail}"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Result, null),
    };

    private static DeliveryOutcome Failed(string error) => new(AttemptOutcome.Transient, PrintableText.Excerpt(error, ShownLength));
}
