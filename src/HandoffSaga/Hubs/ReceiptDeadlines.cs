using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;

namespace HandoffSaga.Hubs;

/// <summary>
/// How long one leg waits for receipts that come apart from the delivery. A deadline is an outbox row: the attempt's command once more, for
/// the time when the receipt is due. The end of the attempt deletes it.
/// </summary>
internal sealed class ReceiptDeadlines(
    Destination destination,
    IRowReader rows,
    IUnitsOfWork units,
    IStoreAvailability store,
    TimeProvider clock
)
{
    // A slower confirm moves the receipt's deadline; a faster one leaves the hub a little more time.
    private static readonly TimeSpan OrdinaryConfirm = TimeSpan.FromSeconds(1);

    /// <summary>Writes the deadline with the attempt's start.</summary>
    public Task Begin(
        IUnitOfWorkSession start,
        Guid transferKey,
        TransferRequest request,
        TimeSpan deadline,
        CancellationToken cancellationToken
    ) => Await(start, transferKey, request, deadline + OrdinaryConfirm, cancellationToken);

    /// <summary>
    /// Gives the hub the whole deadline, counted from the confirm. If the receipt came before the confirm, nothing is due any more.
    /// </summary>
    public async Task CountFromConfirm(
        Guid transferKey,
        TransferRequest request,
        TimeSpan deadline,
        DateTimeOffset startedAt,
        CancellationToken cancellationToken
    )
    {
        if (clock.GetUtcNow() - startedAt <= OrdinaryConfirm || await IsOver(transferKey, request, cancellationToken))
        {
            return;
        }

        await units.Run(unit => Await(unit, transferKey, request, deadline, cancellationToken), cancellationToken);
        if (await IsOver(transferKey, request, cancellationToken))
        {
            await units.Run(unit => Forget(unit, request), cancellationToken);
        }
    }

    /// <summary>Whether the time is over for a receipt that is due; false also where the attempt is over.</summary>
    public async Task<bool> HasPassed(Guid transferKey, TransferRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (await IsOver(transferKey, request, cancellationToken))
        {
            return false;
        }

        // During a store outage receipts stayed in their queue: they get the whole time again.
        if (store.RestoredAt is { } back && back + deadline - clock.GetUtcNow() is { Ticks: > 0 } left)
        {
            await units.Run(unit => Await(unit, transferKey, request, left, cancellationToken), cancellationToken);
            return false;
        }

        return true;
    }

    /// <summary>Replaces the command's row by one for the time when the receipt is due.</summary>
    private Task Await(
        IUnitOfWorkSession unit,
        Guid transferKey,
        TransferRequest request,
        TimeSpan deadline,
        CancellationToken cancellationToken
    )
    {
        var token =
            request.CommandToken ?? throw new InvalidOperationException($"The command for {request.TransferId} names no row of its own.");
        var due = request with { ReceiptIsDue = true };
        unit.Cancel(token);
        return LegMessages.All.For(destination).Request(unit, transferKey, due, deadline, token, cancellationToken);
    }

    private static Task Forget(IUnitOfWorkSession unit, TransferRequest request)
    {
        unit.Cancel(request.CommandToken!.Value);
        return Task.CompletedTask;
    }

    private async Task<bool> IsOver(Guid transferKey, TransferRequest request, CancellationToken cancellationToken) =>
        await rows.Find(Tables.AttemptAnswer, [transferKey, destination.WireName(), (long)request.Attempt], cancellationToken)
            is [.., not null];
}
