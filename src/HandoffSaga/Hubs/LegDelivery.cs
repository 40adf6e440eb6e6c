using System.Collections.Concurrent;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs;

/// <summary>
/// Makes one attempt of one leg, from the command to the report of how it ended. The start is on disk before the first byte leaves, so that
/// an interrupted attempt is known to have started.
/// </summary>
internal sealed partial class LegDelivery(
    Destination destination,
    LegSettings settings,
    HubConnectors connectors,
    HubConcurrencyLimiter limiter,
    AttemptRecords records,
    DeliveryLoader packages,
    AttemptSender sender,
    ReceiptDeadlines receipts,
    ProcessInstance self,
    IStorePresence store,
    TimeProvider clock,
    ILogger<LegDelivery> logger
)
{
    // As many as one long outage can interrupt; an attempt that was evicted ends at its deadline.
    private const int MostInDoubt = 10_000;

    private readonly ConcurrentDictionary<(Guid, int), bool> _inFlight = new();

    // Attempts whose start may be on record although nothing was sent, because the store failed while writing it.
    private readonly BoundedCache<(Guid, int), bool> _startInDoubt = new(MostInDoubt);

    /// <summary>
    /// Makes the attempt. The report; null when this attempt is already in flight, or the hub's receipt is still to come.
    /// </summary>
    /// <param name="transferKey">The transfer.</param>
    /// <param name="request">The command.</param>
    /// <param name="mayComeAgain">Whether the command may have come before. One that is not marked is taken for the first; the
    /// attempt's record shows when it is not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AttemptReport?> Attempt(
        Guid transferKey,
        TransferRequest request,
        bool mayComeAgain,
        CancellationToken cancellationToken
    )
    {
        if (connectors.For(request.Connector) is not { } connector)
        {
            return Failed(
                request,
                AttemptOutcome.Transient,
                ErrorCodes.ConnectorMissing,
                $"the package was built for {request.Connector}, which is not configured any more: set Bus:Provider to rabbitmq"
            );
        }

        var command = new AttemptCommand(transferKey, request, connector);
        if (request.ReceiptIsDue)
        {
            return await MissReceipt(command, cancellationToken);
        }

        if (!_inFlight.TryAdd((transferKey, request.Attempt), true))
        {
            return null;
        }

        try
        {
            return mayComeAgain ? await TakeUp(command, cancellationToken) : await Make(command, isNew: true, cancellationToken);
        }
        catch (UnitOfWorkConflictException) when (!mayComeAgain)
        {
            // This attempt was started before: its record exists, which the insert found out without a read. Nothing was sent here.
            return await TakeUp(command, cancellationToken);
        }
        finally
        {
            _inFlight.TryRemove((transferKey, request.Attempt), out _);
        }
    }

    private async Task<AttemptReport?> MissReceipt(AttemptCommand command, CancellationToken cancellationToken)
    {
        var deadline = command.ReceiptDeadline ?? TimeSpan.Zero;
        return await receipts.HasPassed(command.TransferKey, command.Request, deadline, cancellationToken)
            ? Failed(command.Request, AttemptOutcome.NoReply, ErrorCodes.NoReceipt, $"no receipt within {deadline.TotalSeconds:0.#} s")
            : null;
    }

    private async Task<AttemptReport?> TakeUp(AttemptCommand command, CancellationToken cancellationToken)
    {
        var progress = await records.Find(command, cancellationToken);
        var resumption = AttemptResumptions.Decide(
            progress,
            nothingWasSent: _startInDoubt.TryGet((command.TransferKey, command.Request.Attempt), out _),
            command.ReceiptDeadline is not null,
            self,
            settings.AnswerDeadline,
            store.BackSince,
            clock.GetUtcNow()
        );
        if (resumption != AttemptResumption.Start)
        {
            LogResumption(command.Request.TransferId, destination, command.Request.Attempt, resumption);
        }

        return resumption switch
        {
            AttemptResumption.Start => await Make(command, isNew: false, cancellationToken),
            AttemptResumption.SendAgain => await SendAgain(command, cancellationToken),
            AttemptResumption.NoReply => Failed(
                command.Request,
                AttemptOutcome.NoReply,
                ErrorCodes.CutOff,
                "the attempt was cut off before an answer came"
            ),
            _ => null,
        };
    }

    /// <exception cref="UnitOfWorkConflictException">The attempt was to be new, and is not. Nothing was sent.</exception>
    private async Task<AttemptReport?> Make(AttemptCommand command, bool isNew, CancellationToken cancellationToken)
    {
        // A leg that waits for a slot at the hub is shown as preparing.
        var takenAt = clock.GetUtcNow();
        if (!limiter.TryEnter())
        {
            await records.Wait(command, takenAt, isNew, cancellationToken);
            isNew = false;
            await limiter.Enter(cancellationToken);
        }

        var key = (command.TransferKey, command.Request.Attempt);
        var isStarted = false;
        try
        {
            var delivery = await packages.Load(command, cancellationToken);
            var startedAt = clock.GetUtcNow();
            await records.Start(command, delivery.IdempotencyKey, takenAt, startedAt, isNew, cancellationToken);
            isStarted = true;
            _startInDoubt.TryRemove(key, out _);
            return await sender.Send(command, delivery, startedAt, cancellationToken);
        }
        catch (Exception failure) when (!isStarted && failure is not UnitOfWorkConflictException)
        {
            _startInDoubt.Set(key, true);
            throw;
        }
        finally
        {
            limiter.Leave();
        }
    }

    private async Task<AttemptReport?> SendAgain(AttemptCommand command, CancellationToken cancellationToken)
    {
        await limiter.Enter(cancellationToken);
        try
        {
            return await sender.Send(command, await packages.Load(command, cancellationToken), clock.GetUtcNow(), cancellationToken);
        }
        finally
        {
            limiter.Leave();
        }
    }

    private AttemptReport Failed(TransferRequest request, AttemptOutcome outcome, ErrorCode code, string error) =>
        AttemptReports.Of(request, DeliveryOutcome.Failed(outcome, code, error), clock.GetUtcNow());

    [LoggerMessage(451, LogLevel.Information, "{TransferId}: the command for {Destination} attempt {Attempt} came again: {Resumption}")]
    private partial void LogResumption(string transferId, Destination destination, int attempt, AttemptResumption resumption);
}
