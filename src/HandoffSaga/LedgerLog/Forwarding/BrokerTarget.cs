using System.Globalization;
using HandoffSaga.Durability;
using HandoffSaga.Texts;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// Publishes batches to the broker's exchange for SMART-Ledger: persistent, mandatory, confirmed. While no queue is bound to it, no
/// batch counts as accepted and the channel's position does not move: a queue bound later continues from there, a first one from entry 0.
/// </summary>
internal sealed class BrokerTarget(IRawPublisher publisher) : IForwardingTarget
{
    /// <summary>The exchange; SMART-Ledger binds its own queues.</summary>
    public static readonly RawExchange Exchange = new("smart-ledger.entries", RawExchangeType.Fanout);

    private const int ShownLength = 200;

    public string Name => "broker";

    public async Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken)
    {
        var outcome = await publisher.Publish(
            new RawPublication(Exchange.Name, "", batch.ToUtf8())
            {
                // The same when a batch is sent again from the same place.
                MessageId = string.Create(CultureInfo.InvariantCulture, $"{batch.Origin}:{batch.FirstIndex}"),
                Type = "ledger_batch",
            },
            cancellationToken
        );
        return outcome.Result switch
        {
            RawPublishResult.Confirmed => ReceiverAnswer.Taken,
            RawPublishResult.Unroutable => new ReceiverAnswer($"no queue is bound to {Exchange.Name}"),
            _ => new ReceiverAnswer(PrintableText.Excerpt($"{outcome.Result}: {outcome.Detail}", ShownLength)),
        };
    }
}
