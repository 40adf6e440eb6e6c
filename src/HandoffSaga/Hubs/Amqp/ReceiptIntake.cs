using HandoffSaga.Durability;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Storage;
using HandoffSaga.Texts;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs.Amqp;

/// <summary>
/// Takes the receipts from <c>handoff.receipts</c>, early or late: it looks up what was sent, judges the receipt against it, and reports to
/// the saga. A receipt that matches nothing that was sent moves to the poison queue with its reason.
/// </summary>
internal sealed partial class ReceiptIntake(
    PerLeg<ReceiptSignatures> signatures,
    ReportedCheckpoints checkpoints,
    ISagaDispatcher saga,
    IRowReader rows,
    IPoisonedMessages poison,
    TimeProvider clock,
    ILogger<ReceiptIntake> logger
) : IRawMessageHandler
{
    private static readonly PerLeg<int> AttemptsColumn = new(1, 2);

    public async Task Handle(RawMessage message, CancellationToken cancellationToken)
    {
        switch (ReceiptParser.Parse(message.Body))
        {
            case ReceiptReading.Found(var receipt):
                await Take(receipt, message, cancellationToken);
                break;
            case ReceiptReading.Malformed { Reason: var reason }:
                await MoveToPoison(message, $"no receipt: {reason}", cancellationToken);
                break;
            case ReceiptReading.Resembling { Reason: var reason }:
                await MoveToPoison(message, $"no receipt: {reason}", cancellationToken);
                break;
            default:
                await MoveToPoison(message, "no receipt: it is not a JSON object with disposition and transfer_id", cancellationToken);
                break;
        }
    }

    private async Task Take(Receipt receipt, RawMessage message, CancellationToken cancellationToken)
    {
        if (DestinationNames.Parse(receipt.Leg) is not { } destination)
        {
            await MoveToPoison(message, "leg is neither vault_hub nor next_node", cancellationToken);
            return;
        }

        if (await FindSent(receipt.TransferId, destination, cancellationToken) is not { } sent)
        {
            await MoveToPoison(message, $"nothing was ever sent to the {destination.WireName()} under this transfer_id", cancellationToken);
            return;
        }

        if (receipt.Attempt > sent.Attempts)
        {
            await MoveToPoison(message, $"attempt {receipt.Attempt} was never made; the newest is {sent.Attempts}", cancellationToken);
            return;
        }

        var attempt = receipt.Attempt ?? sent.Attempts;
        var delivery = new Delivery(
            destination,
            receipt.TransferId,
            null,
            attempt,
            AttemptRows.IdempotencyKey(receipt.TransferId, destination),
            ReadOnlyMemory<byte>.Empty,
            sent.PayloadSha256
        );
        var outcome = ReceiptJudgement.Judge(receipt, delivery, signatures.For(destination)).WithExcerptOf(message.Body.Span);
        // A failure has its line where the leg takes note of it.
        if (outcome.Outcome == AttemptOutcome.Delivered)
            LogReceipt(receipt.TransferId, destination, attempt, outcome.Outcome);
        var report = await Report(sent.TransferKey, delivery, outcome, cancellationToken);
        await LegMessages.All.For(destination).Reply(saga, sent.TransferKey, report, cancellationToken);
    }

    private async Task<Sent?> FindSent(string transferId, Destination destination, CancellationToken cancellationToken)
    {
        if (!NameShapes.TransferId.Fits(transferId))
            return null;

        var key = TransferKey.For(transferId[NameShapes.TransferIdPrefix.Length..]);
        if (
            await rows.Find(Tables.PackageDigests, [key, destination.WireName()], cancellationToken) is not [_, _, string digest]
            || await rows.Find(Tables.TransferAttempts, [key], cancellationToken) is not { } transfer
        )
        {
            return null;
        }

        return new Sent(key, digest, (int)(long)transfer[AttemptsColumn.For(destination)]!);
    }

    private async Task<AttemptReport> Report(
        Guid transferKey,
        Delivery delivery,
        DeliveryOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        var made = await rows.Find(
            Tables.AttemptAnswer,
            [transferKey, delivery.Destination.WireName(), (long)delivery.Attempt],
            cancellationToken
        );
        var seen = await checkpoints.Judge(outcome, cancellationToken);
        return AttemptReports.Of(delivery.Attempt, made?[3] as string ?? DefaultCause(delivery.Attempt), outcome, clock.GetUtcNow()) with
        {
            LedgerHeadSeen = seen,
        };
    }

    // A receipt of an older attempt that names none is taken for the newest, which may not have begun yet.
    private static string DefaultCause(int attempt) => (attempt == 1 ? AttemptCause.First : AttemptCause.Redelivery).WireName();

    private Task MoveToPoison(RawMessage message, string reason, CancellationToken cancellationToken)
    {
        LogPoison(message.Body.Length, PrintableText.Excerpt(message.CorrelationId ?? "none", 200), reason);
        return poison.Put(message, reason, cancellationToken);
    }

    /// <summary>What a receipt is compared with.</summary>
    private sealed record Sent(Guid TransferKey, string PayloadSha256, int Attempts);

    [LoggerMessage(454, LogLevel.Information, "{TransferId}: a receipt of the {Destination} for attempt {Attempt}: {Outcome}")]
    private partial void LogReceipt(string transferId, Destination destination, int attempt, AttemptOutcome outcome);

    [LoggerMessage(
        455,
        LogLevel.Warning,
        "A message of {Bytes} bytes on handoff.receipts (correlation id: {CorrelationId}) moved to handoff.poison: {Reason}"
    )]
    private partial void LogPoison(int bytes, string correlationId, string reason);
}
