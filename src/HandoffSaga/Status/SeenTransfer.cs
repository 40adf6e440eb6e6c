using HandoffSaga.Storage;
using HandoffSaga.Storage.Rows;
using HandoffSaga.Transfers;
using static HandoffSaga.Transfers.LegStatusNames;

namespace HandoffSaga.Status;

/// <summary>A transfer's row with its legs as they are seen from outside.</summary>
internal sealed class SeenTransfer
{
    public required TransferRow Row { get; init; }
    public required string VaultStatus { get; init; }
    public required string NextNodeStatus { get; init; }
}

internal static class SeenTransfers
{
    /// <summary>
    /// To the saga a leg is pending until its attempt is answered. The current attempt's record tells more: taken and waiting for a slot is
    /// <c>preparing</c>, begun is <c>transferring</c>. Every other status is seen as the saga keeps it, the slow tries after an escalation too.
    /// </summary>
    public static IQueryable<SeenTransfer> SeenFromOutside(this HandoffDbContext store) =>
        from row in store.Transfers
        join attempt in store.Attempts
            on new { row.CorrelationId, Leg = DestinationNames.VaultHub, Attempt = row.VaultAttempts }
            equals new { attempt.CorrelationId, attempt.Leg, attempt.Attempt } into vaultAttempts
        from vault in vaultAttempts.DefaultIfEmpty()
        join attempt in store.Attempts
            on new { row.CorrelationId, Leg = DestinationNames.NextNode, Attempt = row.NextNodeAttempts }
            equals new { attempt.CorrelationId, attempt.Leg, attempt.Attempt } into nextNodeAttempts
        from nextNode in nextNodeAttempts.DefaultIfEmpty()
        select new SeenTransfer
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
}
