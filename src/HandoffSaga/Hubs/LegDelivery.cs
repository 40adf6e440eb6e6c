using System.Collections.Concurrent;
using HandoffSaga.Durability;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
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
    HubConnectors connectors,
    HubConcurrencyLimiter gate,
    LegSettings settings,
    ReceiptDeadlines receipts,
    ReportedHeads heads,
    ProcessInstance self,
    PackageCache fresh,
    IRowReader rows,
    IUnitsOfWork units,
    IStorePresence store,
    TimeProvider clock,
    ILogger<LegDelivery> logger)
{
    private readonly ConcurrentDictionary<(Guid, int), bool> _inFlight = new();

    /// <summary>Makes the attempt. The report, or null when someone is at this attempt already, or the hub's receipt is still to come.</summary>
    /// <param name="transferKey">The transfer.</param>
    /// <param name="request">The command.</param>
    /// <param name="mayComeAgain">Whether the command may have come before. One that is not marked is taken for the first, and the attempt's record tells when it is not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AttemptReport?> Attempt(Guid transferKey, TransferRequest request, bool mayComeAgain, CancellationToken cancellationToken)
    {
        if (connectors.For(request.Connector) is not { } connector)
        {
            return Report(request, DeliveryOutcome.Failed(AttemptOutcome.Transient, ErrorCodes.ConnectorMissing, $"the package was built for {request.Connector}, which is not configured any more: set Bus:Provider to rabbitmq"));
        }

        if (request.ReceiptIsDue)
        {
            var deadline = connector.ReceiptDeadline ?? TimeSpan.Zero;
            return await receipts.HasPassed(transferKey, request, deadline, cancellationToken) ? NoReply(request, ErrorCodes.NoReceipt, $"no receipt within {deadline.TotalSeconds:0.#} s") : null;
        }

        if (!_inFlight.TryAdd((transferKey, request.Attempt), true))
        {
            return null;
        }

        try
        {
            return mayComeAgain
                ? await TakeUp(transferKey, request, connector, cancellationToken)
                : await Make(transferKey, request, connector, isNew: true, cancellationToken);
        }
        catch (UnitOfWorkConflictException) when (!mayComeAgain)
        {
            // Somebody took this attempt up before, which the record's key tells without a read beforehand. Nothing was sent here.
            return await TakeUp(transferKey, request, connector, cancellationToken);
        }
        finally
        {
            _inFlight.TryRemove((transferKey, request.Attempt), out _);
        }
    }

    private async Task<AttemptReport?> TakeUp(Guid transferKey, TransferRequest request, IHubConnector connector, CancellationToken cancellationToken) =>
        await Resume(transferKey, request, connector, cancellationToken) switch
        {
            AttemptResumption.Start => await Make(transferKey, request, connector, isNew: false, cancellationToken),
            AttemptResumption.SendAgain => await SendAgain(transferKey, request, connector, cancellationToken),
            AttemptResumption.NoReply => NoReply(request, ErrorCodes.CutOff, "the attempt was cut off before an answer came"),
            _ => null,
        };

    private async Task<AttemptResumption> Resume(Guid transferKey, TransferRequest request, IHubConnector connector, CancellationToken cancellationToken)
    {
        var progress = await rows.Find(Tables.AttemptProgress, [transferKey, destination.WireName(), (long)request.Attempt], cancellationToken);
        var (startedAt, isOver) = ((DateTimeOffset?)progress?[3], progress?[5] is not null);

        // What was begun toward a broker has its deadline in the outbox since it began; whether the broker has it, nobody knows.
        var resumption = startedAt is not null && !isOver && connector.ReceiptDeadline is not null
            ? AttemptResumption.SendAgain
            : AttemptResumptions.Decide(startedAt, (Guid?)progress?[4], isOver, inFlightHere: false, self, settings.AnswerDeadline, store.BackSince, clock.GetUtcNow());
        if (resumption != AttemptResumption.Start)
        {
            LogResumption(request.TransferId, destination, request.Attempt, resumption);
        }

        return resumption;
    }

    /// <exception cref="UnitOfWorkConflictException">The attempt was to be new, and is not. Nothing was sent.</exception>
    private async Task<AttemptReport?> Make(Guid transferKey, TransferRequest request, IHubConnector connector, bool isNew, CancellationToken cancellationToken)
    {
        // 1. A slot at the hub. Whoever must wait for one is seen to be preparing.
        var takenAt = clock.GetUtcNow();
        if (!gate.TryEnter())
        {
            var waiting = isNew ? Tables.AttemptTaken : Tables.AttemptWaiting;
            await units.Run(unit => Write(unit, waiting.Row(transferKey, destination.WireName(), (long)request.Attempt, request.Cause, takenAt)), cancellationToken);
            isNew = false;
            await gate.Enter(cancellationToken);
        }

        try
        {
            // 2. The bytes, as they were built once.
            var delivery = await Load(transferKey, request, cancellationToken);

            // 3. The start, on disk, and with it the deadline of a receipt that comes by itself.
            var startedAt = clock.GetUtcNow();
            var start = isNew ? Tables.AttemptBegun : Tables.AttemptStarted;
            await units.Run(
                async unit =>
                {
                    unit.Add(start.Row(
                        transferKey, destination.WireName(), (long)request.Attempt, request.Cause, takenAt, startedAt, self.Id, request.PayloadSha256, delivery.IdempotencyKey));
                    if (connector.ReceiptDeadline is { } deadline)
                    {
                        await receipts.Begin(unit, transferKey, request, deadline, cancellationToken);
                    }
                },
                cancellationToken);

            return await Hand(transferKey, request, connector, delivery, startedAt, cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<AttemptReport?> SendAgain(Guid transferKey, TransferRequest request, IHubConnector connector, CancellationToken cancellationToken)
    {
        await gate.Enter(cancellationToken);
        try
        {
            return await Hand(transferKey, request, connector, await Load(transferKey, request, cancellationToken), clock.GetUtcNow(), cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<Delivery> Load(Guid transferKey, TransferRequest request, CancellationToken cancellationToken)
    {
        var payload = fresh.Take(request.PayloadSha256) ?? await Stored(transferKey, request, cancellationToken);
        return new Delivery(
            destination, request.TransferId, request.TargetNode, request.Attempt, AttemptRows.IdempotencyKey(request.TransferId, destination), payload, request.PayloadSha256);
    }

    private async Task<byte[]> Stored(Guid transferKey, TransferRequest request, CancellationToken cancellationToken) =>
        await rows.Find(Tables.Packages, [transferKey, destination.WireName()], cancellationToken) is { } package
            ? (byte[])package[2]!
            : throw new InvalidOperationException($"The {destination.WireName()} package of {request.TransferId} is not in the store.");

    private async Task<AttemptReport?> Hand(
        Guid transferKey, TransferRequest request, IHubConnector connector, Delivery delivery, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        // 4. The hub.
        var outcome = await Deliver(connector, delivery, cancellationToken);
        if (outcome.Outcome != AttemptOutcome.Open)
        {
            return Report(request, outcome) with { LedgerHeadSeen = await heads.Judge(outcome, cancellationToken) };
        }

        // 5. The receipt comes by itself.
        await receipts.CountFromConfirm(transferKey, request, connector.ReceiptDeadline!.Value, startedAt, cancellationToken);
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
            return DeliveryOutcome.Failed(AttemptOutcome.NoReply, ErrorCodes.NoReply, $"no answer within {settings.AnswerDeadline.TotalSeconds:0.#} s");
        }
    }

    private AttemptReport NoReply(TransferRequest request, ErrorCode code, string error) =>
        Report(request, DeliveryOutcome.Failed(AttemptOutcome.NoReply, code, error));

    private AttemptReport Report(TransferRequest request, DeliveryOutcome outcome) =>
        AttemptReports.Of(request.Attempt, request.Cause, outcome, clock.GetUtcNow());

    private static Task Write(IUnitOfWorkSession unit, Row row)
    {
        unit.Add(row);
        return Task.CompletedTask;
    }

    [LoggerMessage(401, LogLevel.Information, "{TransferId}: the command for {Destination} attempt {Attempt} came again: {Resumption}")]
    private partial void LogResumption(string transferId, Destination destination, int attempt, AttemptResumption resumption);
}
