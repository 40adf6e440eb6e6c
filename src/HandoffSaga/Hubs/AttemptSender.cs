using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Hubs;

/// <summary>Sends one leg's packages to its hub and reports how that ended.</summary>
internal sealed class AttemptSender(LegSettings settings, ReceiptDeadlines receipts, ReportedCheckpoints checkpoints, TimeProvider clock)
{
    /// <summary>The report; null where the hub's receipt is still to come.</summary>
    public async Task<AttemptReport?> Send(
        AttemptCommand command,
        Delivery delivery,
        DateTimeOffset startedAt,
        CancellationToken cancellationToken
    )
    {
        var outcome = await Deliver(command.Connector, delivery, cancellationToken);
        if (outcome.Outcome != AttemptOutcome.Open)
        {
            return AttemptReports.Of(command.Request, outcome, clock.GetUtcNow()) with
            {
                LedgerHeadSeen = await checkpoints.Judge(outcome, cancellationToken),
            };
        }

        await receipts.CountFromConfirm(command.TransferKey, command.Request, command.ReceiptDeadline!.Value, startedAt, cancellationToken);
        return null;
    }

    private async Task<DeliveryOutcome> Deliver(IHubConnector connector, Delivery delivery, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.AnswerDeadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await connector.Deliver(delivery, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return DeliveryOutcome.Failed(
                AttemptOutcome.NoReply,
                ErrorCodes.NoReply,
                $"no answer within {settings.AnswerDeadline.TotalSeconds:0.#} s"
            );
        }
    }
}
