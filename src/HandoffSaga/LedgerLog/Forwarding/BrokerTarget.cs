using System.Globalization;
using HandoffSaga.Durability;
using HandoffSaga.Texts;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// Publishes batches to the broker's exchange for SMART-Ledger: persistent, mandatory, confirmed. While no queue is bound to it, nothing
/// was taken: whoever binds one later gets the ledger from where forwarding stands.
/// </summary>
internal sealed class BrokerTarget(IRawPublisher publisher) : IForwardingTarget
{
    /// <summary>The exchange; which queues hang on it is SMART-Ledger's business.</summary>
    public static readonly RawExchange Exchange = new("smart-ledger.entries", RawExchangeType.Fanout);

    private const int ShownLength = 200;

    public string Name => "broker";

    public async Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken)
    {
        var outcome = await publisher.Publish(
            new RawPublication(Exchange.Name, "", batch.ToUtf8())
            {
                // The same for a batch that comes again from the same place.
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
