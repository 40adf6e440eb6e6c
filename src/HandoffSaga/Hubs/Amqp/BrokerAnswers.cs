using System.Diagnostics;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Amqp;

/// <summary>
/// What the broker's answer means for the attempt. None of its failures is permanent: a queue can be bound, a permission granted, a node
/// restarted.
/// </summary>
internal static class BrokerAnswers
{
    private const int ShownLength = 200;

    public static DeliveryOutcome Judge(RawPublishOutcome outcome, RawPublication publication) =>
        outcome.Result switch
        {
            RawPublishResult.Confirmed => DeliveryOutcome.Open,
            RawPublishResult.Unroutable => Failed(
                ErrorCodes.Unroutable,
                publication.RoutingKey.Length == 0
                    ? $"unroutable: no queue is bound to {publication.Exchange}"
                    : $"unroutable: no queue is bound to {publication.Exchange} for {publication.RoutingKey}"
            ),
            RawPublishResult.Rejected => Failed(ErrorCodes.BrokerRefused, $"rejected by the broker: {outcome.Detail}"),
            RawPublishResult.NotTaken => Failed(ErrorCodes.BrokerNotTaken, $"not taken by the broker: {outcome.Detail}"),
            RawPublishResult.Unavailable => Failed(ErrorCodes.BrokerUnavailable, $"broker not reached: {outcome.Detail}"),
            RawPublishResult.Unconfirmed => Failed(ErrorCodes.BrokerUnconfirmed, $"not confirmed by the broker: {outcome.Detail}"),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };

    private static DeliveryOutcome Failed(ErrorCode code, string error) =>
        DeliveryOutcome.Failed(AttemptOutcome.Transient, code, PrintableText.Excerpt(error, ShownLength));
}
