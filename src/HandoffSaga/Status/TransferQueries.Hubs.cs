using HandoffSaga.Legs;
using HandoffSaga.Status.Views;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;
using static HandoffSaga.Legs.LegStatusNames;

namespace HandoffSaga.Status;

/// <content>The status per hub.</content>
internal sealed partial class TransferQueries
{
    /// <summary>The status per hub: waiting, escalated and held legs, last success.</summary>
    public async Task<HubsView> Hubs(CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        var vault = store
            .Transfers.Where(row => row.VaultStatus != Complete)
            .Select(row => new OpenLeg
            {
                Status = row.VaultStatus,
                ReceivedAt = row.ReceivedAt,
                NextAttemptAt = row.VaultNextAttemptAt,
            });
        var nextNode = store
            .Transfers.Where(row => row.NextNodeStatus != Complete && row.NextNodeStatus != NotApplicable)
            .Select(row => new OpenLeg
            {
                Status = row.NextNodeStatus,
                ReceivedAt = row.ReceivedAt,
                NextAttemptAt = row.NextNodeNextAttemptAt,
            });
        return new HubsView(
            await Hub(
                vault,
                await store.Transfers.Where(row => row.VaultCompletedAt != null).MaxAsync(row => row.VaultCompletedAt, cancellationToken),
                await LastFailed(store, DestinationNames.VaultHub, cancellationToken),
                cancellationToken
            ),
            await Hub(
                nextNode,
                await store
                    .Transfers.Where(row => row.NextNodeCompletedAt != null)
                    .MaxAsync(row => row.NextNodeCompletedAt, cancellationToken),
                await LastFailed(store, DestinationNames.NextNode, cancellationToken),
                cancellationToken
            )
        );
    }

    private static async Task<HubView> Hub(
        IQueryable<OpenLeg> open,
        DateTimeOffset? lastSuccessAt,
        FailedAttempt? lastFailed,
        CancellationToken cancellationToken
    )
    {
        var all = await open.GroupBy(leg => leg.Status)
            .Select(legs => new
            {
                Status = legs.Key,
                Count = legs.Count(),
                Oldest = legs.Min(leg => leg.ReceivedAt),
                NextAttemptAt = legs.Min(leg => leg.NextAttemptAt),
            })
            .ToListAsync(cancellationToken);

        // Not in the query, whose condition is that of an index.
        var byStatus = all.Where(legs => Term(legs.Status).Phase != LegPhase.Closed).ToList();
        return new HubView
        {
            Waiting = byStatus.Where(legs => Term(legs.Status).Phase == LegPhase.InProgress).Sum(legs => legs.Count),
            Escalated = byStatus.Where(legs => legs.Status is Escalated).Sum(legs => legs.Count),
            Held = byStatus.Where(legs => legs.Status is Held).Sum(legs => legs.Count),
            Oldest = byStatus.Min(legs => (DateTimeOffset?)legs.Oldest),
            NextAttemptAt = byStatus.Min(legs => legs.NextAttemptAt),
            LastSuccessAt = lastSuccessAt,
            LastError = lastFailed?.Error,
            LastErrorCode = lastFailed?.ErrorCode,
            LastErrorAt = lastFailed?.EndedAt,
        };
    }

    private static Task<FailedAttempt?> LastFailed(HandoffDbContext store, string leg, CancellationToken cancellationToken) =>
        store
            .Attempts.Where(row => row.Leg == leg && row.Error != null)
            .OrderByDescending(row => row.EndedAt)
            .Select(row => new FailedAttempt(row.Error!, row.ErrorCode, row.EndedAt))
            .FirstOrDefaultAsync(cancellationToken);

    private sealed record FailedAttempt(string Error, string? ErrorCode, DateTimeOffset? EndedAt);

    private sealed class OpenLeg
    {
        public required string Status { get; init; }
        public required DateTimeOffset ReceivedAt { get; init; }
        public required DateTimeOffset? NextAttemptAt { get; init; }
    }
}
