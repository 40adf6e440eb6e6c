using HandoffSaga.Durability;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>
/// The stored position of each channel: one row per accepted batch, keyed by the index it continues, so that only one replica can continue
/// it. That key is the compare-and-swap; no clock is needed. The store drops rows more than 10,000 entries behind: a replica that still
/// continues from there was suspended meanwhile and sends accepted entries again.
/// </summary>
internal sealed class ForwardCursor(IDbContextFactory<HandoffDbContext> contexts, IUnitsOfWork units, TimeProvider clock)
{
    /// <summary>The index of the first entry not accepted yet.</summary>
    public async Task<long> Next(string way, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .LedgerForwards.Where(row => row.Way == way)
            .OrderByDescending(row => row.Continues)
            .Select(row => row.NextIndex)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Advances to <paramref name="next"/>; false when another replica has already advanced from <paramref name="from"/>.
    /// </summary>
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
