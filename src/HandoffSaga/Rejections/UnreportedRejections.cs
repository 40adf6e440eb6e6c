using HandoffSaga.Identity;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Rejections;

/// <summary>
/// Finds what an earlier run counted and did not live to tell: the newest rejections back to the first whose id a ledger entry has. A sum's entry has
/// the id of the last rejection in it. Where several processes share the store nobody can tell whose they are, and each tells its own only.
/// </summary>
internal sealed class UnreportedRejections(IDbContextFactory<HandoffDbContext> contexts, ProcessInstance self, TimeProvider clock)
{
    private readonly DateTimeOffset _began = clock.GetUtcNow();

    public async Task<RejectionSummary?> Find(CancellationToken cancellationToken)
    {
        if (!self.OnlyOne)
            return null;

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = context.Rejected
            .Where(row => row.ReceivedAt < _began)
            .OrderByDescending(row => row.ReceivedAt)
            .ThenByDescending(row => row.RejectionId)
            .Select(row => new { row.RejectionId, row.Reason, row.ReceivedAt, IsTold = context.LedgerEntries.Any(entry => entry.EventId == row.RejectionId) })
            .AsAsyncEnumerable();
        RejectionSummary? sum = null;
        await foreach (var row in newest.WithCancellation(cancellationToken))
        {
            if (row.IsTold)
                break;
            var one = RejectionSummary.Of(row.RejectionId, row.Reason, row.ReceivedAt);
            sum = sum is null ? one : one.And(sum);
        }

        return sum;
    }
}
