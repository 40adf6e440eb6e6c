using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Storage;

namespace HandoffSaga.Hubs;

/// <summary>The records of one leg's attempts up to their start; their ends are written by the saga.</summary>
internal sealed class AttemptRecords(
    Destination destination,
    ReceiptDeadlines receipts,
    ProcessInstance self,
    IRowReader rows,
    IUnitsOfWork units
)
{
    /// <summary>How far the attempt came.</summary>
    public async Task<AttemptProgress> Find(AttemptCommand command, CancellationToken cancellationToken)
    {
        var progress = await rows.Find(
            Tables.AttemptProgress,
            [command.TransferKey, destination.WireName(), (long)command.Request.Attempt],
            cancellationToken
        );
        return new AttemptProgress((DateTimeOffset?)progress?[3], (Guid?)progress?[4], IsOver: progress?[5] is not null);
    }

    /// <summary>The attempt waits for a slot at its hub.</summary>
    /// <exception cref="UnitOfWorkConflictException">It was to be new, and is not.</exception>
    public Task Wait(AttemptCommand command, DateTimeOffset takenAt, bool isNew, CancellationToken cancellationToken)
    {
        var waiting = isNew ? Tables.AttemptTaken : Tables.AttemptWaiting;
        var row = waiting.Row(command.TransferKey, destination.WireName(), (long)command.Request.Attempt, command.Request.Cause, takenAt);
        return units.Run(unit => Write(unit, row), cancellationToken);
    }

    /// <summary>The attempt starts, and with it the deadline of a receipt that comes by itself. It is on disk when this returns.</summary>
    /// <exception cref="UnitOfWorkConflictException">It was to be new, and is not.</exception>
    public Task Start(
        AttemptCommand command,
        string idempotencyKey,
        DateTimeOffset takenAt,
        DateTimeOffset startedAt,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        var start = isNew ? Tables.AttemptBegun : Tables.AttemptStarted;
        return units.Run(
            async unit =>
            {
                var request = command.Request;
                unit.Add(
                    start.Row(
                        command.TransferKey,
                        destination.WireName(),
                        (long)request.Attempt,
                        request.Cause,
                        takenAt,
                        startedAt,
                        self.Id,
                        request.PayloadSha256,
                        idempotencyKey
                    )
                );
                if (command.ReceiptDeadline is { } deadline)
                {
                    await receipts.Begin(unit, command.TransferKey, request, deadline, cancellationToken);
                }
            },
            cancellationToken
        );
    }

    private static Task Write(IUnitOfWorkSession unit, Row row)
    {
        unit.Add(row);
        return Task.CompletedTask;
    }
}
