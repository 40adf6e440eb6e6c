using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Messages;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>
/// Compares the checkpoints that hubs have seen with the ledger. The result is recorded and is never a reason to lose a confirmation.
/// </summary>
internal sealed partial class ReportedHeads(ILedgerRoots ledger, NodeIdentity node, ILogger<ReportedHeads> logger)
{
    /// <summary>What to record about the checkpoint in an answer; null when it names none.</summary>
    public async Task<LedgerHeadSeen?> Judge(DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        outcome.LedgerHeadSeen switch
        {
            ReportedHead.Claimed head => await Judge(head, outcome.LedgerHeadIsSigned, cancellationToken),
            ReportedHead.Malformed(var problem) => new LedgerHeadSeen
            {
                Standing = LedgerHeadStandings.Malformed,
                Signed = outcome.LedgerHeadIsSigned,
                Problem = problem,
            },
            _ => null,
        };

    private async Task<LedgerHeadSeen> Judge(ReportedHead.Claimed head, bool signed, CancellationToken cancellationToken)
    {
        byte[]? root = null;
        try
        {
            if (head.Origin == node.LedgerOrigin)
                root = await ledger.RootAt(head.Size, cancellationToken);
        }
        catch (Exception away) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnchecked(head.Size, away.Message);
            return Seen(head, signed, LedgerHeadStandings.Unchecked, "the ledger could not be asked when it came");
        }

        var (standing, problem) = Standing(head, node.LedgerOrigin, root);
        return Seen(head, signed, standing, problem);
    }

    /// <summary>Compares a checkpoint with a ledger.</summary>
    /// <param name="head">What the hub has seen.</param>
    /// <param name="origin">The ledger's name.</param>
    /// <param name="root">The ledger's root at that size; null when it never had so many entries.</param>
    public static (string Standing, string? Problem) Standing(ReportedHead.Claimed head, string origin, byte[]? root) =>
        head.Origin != origin ? (LedgerHeadStandings.Unknown, $"it is a checkpoint of {head.Origin}, and this ledger is {origin}")
        : root is null ? (LedgerHeadStandings.Unknown, $"this ledger never had {head.Size} entries")
        : Convert.ToHexStringLower(root) != head.Root
            ? (LedgerHeadStandings.Contradicts, $"with {head.Size} entries this ledger has the root {Convert.ToHexStringLower(root)}")
        : (LedgerHeadStandings.Consistent, null);

    private static LedgerHeadSeen Seen(ReportedHead.Claimed head, bool signed, string standing, string? problem) =>
        new()
        {
            Standing = standing,
            Signed = signed,
            Origin = head.Origin,
            Size = head.Size,
            Root = head.Root,
            Problem = problem,
        };

    [LoggerMessage(
        453,
        LogLevel.Warning,
        "A hub reports a ledger checkpoint of {Size} entries, and the ledger could not be read to compare it: {Reason}"
    )]
    private partial void LogUnchecked(long size, string reason);
}
