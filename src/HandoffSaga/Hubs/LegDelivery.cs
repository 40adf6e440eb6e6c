using System.Collections.Concurrent;
using HandoffSaga.Durability;
using HandoffSaga.Messages;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs;

/// <summary>
/// Makes one attempt of one leg, from the command to the report of how it ended. The start is on disk before the first byte leaves, so that an
/// attempt which dies half way is known to have been begun.
/// </summary>
internal sealed partial class LegDelivery(
    Destination destination,
    IHubConnector connector,
    HubGate gate,
    LegSettings settings,
    ProcessInstance self,
    IRowReader rows,
    IUnitsOfWork units,
    TimeProvider clock,
    ILogger<LegDelivery> logger)
{
    private readonly ConcurrentDictionary<(Guid, int), bool> _inFlight = new();

    /// <summary>The report, or null when someone is at this attempt already.</summary>
    public async Task<AttemptReport?> Attempt(Guid transferKey, TransferRequest request, CancellationToken cancellationToken)
    {
        if (!_inFlight.TryAdd((transferKey, request.Attempt), true))
        {
            return null;
        }

        try
        {
            return await Resume(transferKey, request, cancellationToken) switch
            {
                AttemptResumption.Start => await Make(transferKey, request, cancellationToken),
                AttemptResumption.NoReply => NoReply(request, "the attempt was cut off before an answer came"),
                _ => null,
            };
        }
        finally
        {
            _inFlight.TryRemove((transferKey, request.Attempt), out _);
        }
    }

    private async Task<AttemptResumption> Resume(Guid transferKey, TransferRequest request, CancellationToken cancellationToken)
    {
        var progress = await rows.Find(Tables.AttemptProgress, [transferKey, destination.WireName(), (long)request.Attempt], cancellationToken);
        var resumption = AttemptResumptions.Decide(
            (DateTimeOffset?)progress?[3], (Guid?)progress?[4], inFlightHere: false, self, settings.AnswerDeadline, clock.GetUtcNow());
        if (resumption != AttemptResumption.Start)
        {
            LogResumption(request.TransferId, destination, request.Attempt, resumption);
        }

        return resumption;
    }

    private async Task<AttemptReport> Make(Guid transferKey, TransferRequest request, CancellationToken cancellationToken)
    {
        // 1. A slot at the hub. Whoever must wait for one is seen to be preparing.
        var takenAt = clock.GetUtcNow();
        if (!gate.TryEnter())
        {
            await units.Run(unit => Write(unit, Tables.AttemptWaiting.Row(transferKey, destination.WireName(), (long)request.Attempt, request.Cause, takenAt)), cancellationToken);
            await gate.Enter(cancellationToken);
        }

        try
        {
            // 2. The bytes, as they were built once.
            var package = await rows.Find(Tables.Packages, [transferKey, destination.WireName()], cancellationToken)
                ?? throw new InvalidOperationException($"The {destination.WireName()} package of {request.TransferId} is not in the store.");

            // 3. The start, on disk.
            var key = AttemptRows.IdempotencyKey(request.TransferId, destination);
            await units.Run(
                unit => Write(unit, Tables.AttemptStarted.Row(
                    transferKey, destination.WireName(), (long)request.Attempt, request.Cause, takenAt, clock.GetUtcNow(), self.Id, request.PayloadSha256, key)),
                cancellationToken);

            // 4. The hub.
            var delivery = new Delivery(destination, request.TransferId, request.TargetNode, request.Attempt, key, (byte[])package[2]!, request.PayloadSha256);
            return Report(request, await Deliver(delivery, cancellationToken));
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.AnswerDeadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await connector.Deliver(delivery, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome(AttemptOutcome.NoReply, $"no answer within {settings.AnswerDeadline.TotalSeconds:0.#} s");
        }
    }

    private AttemptReport NoReply(TransferRequest request, string error) =>
        Report(request, new DeliveryOutcome(AttemptOutcome.NoReply, error));

    private AttemptReport Report(TransferRequest request, DeliveryOutcome outcome) => new()
    {
        Attempt = request.Attempt,
        Cause = request.Cause,
        Outcome = outcome.Outcome.WireName(),
        EndedAt = clock.GetUtcNow(),
        Error = outcome.Error,
        Evidence = outcome.Evidence?.WireName(),
        ReceiptId = outcome.ReceiptId,
        ReceivedBy = outcome.ReceivedBy,
        RetryAfter = outcome.RetryAfter,
        StatusCode = outcome.StatusCode,
        ResponseExcerpt = outcome.ResponseExcerpt,
        ResponseSha256 = outcome.ResponseSha256,
    };

    private static Task Write(IUnitOfWorkSession unit, Row row)
    {
        unit.Add(row);
        return Task.CompletedTask;
    }

    [LoggerMessage(401, LogLevel.Information, "{TransferId}: the command for {Destination} attempt {Attempt} came again: {Resumption}")]
    private partial void LogResumption(string transferId, Destination destination, int attempt, AttemptResumption resumption);
}
