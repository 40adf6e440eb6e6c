using HandoffSaga.Durability;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// How far each way has come, in the store: a row for each batch that was taken, under the index it continues, so that only one replica can
/// continue it. That key is the compare-and-swap; no clock is asked. The store drops what lies 10,000 entries behind: whoever continues
/// from there after all has slept through all that, and sends once more what was taken already.
/// </summary>
internal sealed class ForwardCursor(IDbContextFactory<HandoffDbContext> contexts, IUnitsOfWork units, TimeProvider clock)
{
    /// <summary>The index of the first entry that was not taken yet.</summary>
    public async Task<long> Next(string way, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .LedgerForwards.Where(row => row.Way == way)
            .OrderByDescending(row => row.Continues)
            .Select(row => row.NextIndex)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Goes on to <paramref name="next"/>; false when another replica has gone on from <paramref name="from"/> already.</summary>
    public async Task<bool> TryAdvance(string way, long from, long next, CancellationToken cancellationToken)
    {
        try
        {
            await units.Run(
                unit =>
                {
                    unit.Add(Tables.LedgerForwards.Row(way, from, next, clock.GetUtcNow()));
                    return Task.CompletedTask;
                },
                cancellationToken
            );
            return true;
        }
        catch (UnitOfWorkConflictException)
        {
            return false;
        }
    }
}
