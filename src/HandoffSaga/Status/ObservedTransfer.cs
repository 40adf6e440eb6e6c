using HandoffSaga.Legs;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Rows;
using static HandoffSaga.Legs.LegStatusNames;

namespace HandoffSaga.Status;

/// <summary>A transfer's row with the statuses of its legs as shown to clients.</summary>
internal sealed class ObservedTransfer
{
    public required TransferRow Row { get; init; }
    public required string VaultStatus { get; init; }
    public required string NextNodeStatus { get; init; }
}

/// <summary>
/// Derives the status of legs as shown to clients. For the saga a leg is pending until its attempt is answered; the current attempt's
/// record shows more: taken and waiting for a slot is <c>preparing</c>, begun is <c>transferring</c>. Every other status is shown as
/// stored, also during slow retries after an escalation.
/// </summary>
internal static class ObservedStatus
{
    private static readonly HashSet<string> MadeByPendingLegs =
    [
        .. from vault in LegStatusNames.All
        from nextNode in LegStatusNames.All
        where vault.Kept == LegStatus.Pending && nextNode.Kept == LegStatus.Pending
        select OverallStatus.Of(vault.Name, nextNode.Name),
    ];

    /// <summary>The transfers with the statuses their current attempts give them.</summary>
    public static IQueryable<ObservedTransfer> ObservedFromOutside(this IQueryable<TransferRow> rows, HandoffDbContext store) =>
        from row in rows
        join attempt in store.Attempts
            on new
            {
                row.CorrelationId,
                Leg = DestinationNames.VaultHub,
                Attempt = row.VaultAttempts,
            } equals new
            {
                attempt.CorrelationId,
                attempt.Leg,
                attempt.Attempt,
            }
            into vaultAttempts
        from vault in vaultAttempts.DefaultIfEmpty()
        join attempt in store.Attempts
            on new
            {
                row.CorrelationId,
                Leg = DestinationNames.NextNode,
                Attempt = row.NextNodeAttempts,
            } equals new
            {
                attempt.CorrelationId,
                attempt.Leg,
                attempt.Attempt,
            }
            into nextNodeAttempts
        from nextNode in nextNodeAttempts.DefaultIfEmpty()
        select new ObservedTransfer
        {
            Row = row,
            VaultStatus =
                row.VaultStatus != Pending || vault.EndedAt != null ? row.VaultStatus
                : vault.StartedAt != null ? Transferring
                : vault.TakenAt != null ? Preparing
                : Pending,
            NextNodeStatus =
                row.NextNodeStatus != Pending || nextNode.EndedAt != null ? row.NextNodeStatus
                : nextNode.StartedAt != null ? Transferring
                : nextNode.TakenAt != null ? Preparing
                : Pending,
        };

    /// <summary>Applies the part of the filter that needs the current attempts.</summary>
    public static IQueryable<ObservedTransfer> Matching(this IQueryable<ObservedTransfer> transfers, TransferFilter filter)
    {
        if (filter.Status is { } status && NeedsAttempts(status))
        {
            transfers = transfers.Where(
                OverallStatus.Is<ObservedTransfer>(nameof(ObservedTransfer.VaultStatus), nameof(ObservedTransfer.NextNodeStatus), status)
            );
        }

        if (filter.LegStatus is { } seen && Stored(seen) == Pending)
        {
            var vault = filter.Leg is null or Destination.VaultHub;
            var nextNode = filter.Leg is null or Destination.NextNode;
            transfers = transfers.Where(transfer =>
                (vault && transfer.VaultStatus == seen) || (nextNode && transfer.NextNodeStatus == seen)
            );
        }

        return transfers;
    }

    /// <summary>Whether a filter needs the attempts; most do not.</summary>
    public static bool NeedsAttempts(this TransferFilter filter) =>
        (filter.Status is { } status && NeedsAttempts(status)) || (filter.LegStatus is { } seen && Stored(seen) == Pending);

    /// <summary>The status stored for a leg that is shown as <paramref name="status"/>.</summary>
    public static string Stored(string status) => Term(status).Kept.WireName();

    /// <summary>Whether two pending legs can make this status, depending on how far their attempts are.</summary>
    public static bool NeedsAttempts(string status) => MadeByPendingLegs.Contains(status);
}
