using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Rejections;

/// <summary>
/// Finds the unreported summaries: those in rows of rejections that have no ledger entry with their id. There is no other record of them.
/// </summary>
internal sealed class UnreportedRejections(IDbContextFactory<HandoffDbContext> contexts)
{
    public async Task<IReadOnlyList<RejectionSummary>> Find(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context
            .Rejected.Where(row => row.SumId != null && !context.LedgerEntries.Any(entry => entry.EventId == row.SumId))
            .Select(row => new { row.SumId, row.Sum })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => RejectionSummary.Parse(row.SumId!.Value, row.Sum!))
                .GroupBy(summary => summary.Id)
                .Select(same => same.MaxBy(summary => summary.Count)!),
        ];
    }
}
