using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Messages;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>
/// Compares the checkpoints that hubs have seen with the ledger. The result is recorded and is never a reason to lose a confirmation.
/// </summary>
internal sealed partial class ReportedCheckpoints(ILedgerRoots ledger, NodeIdentity node, ILogger<ReportedCheckpoints> logger)
{
    /// <summary>What to record about the checkpoint in an answer; null when it names none.</summary>
    public async Task<LedgerHeadSeen?> Judge(DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        outcome.LedgerHeadSeen switch
        {
            ReportedCheckpoint.Claimed checkpoint => await Judge(checkpoint, outcome.LedgerHeadIsSigned, cancellationToken),
            ReportedCheckpoint.Malformed(var problem) => new LedgerHeadSeen
            {
                Standing = LedgerHeadStandings.Malformed,
                Signed = outcome.LedgerHeadIsSigned,
                Problem = problem,
            },
            _ => null,
        };

    private async Task<LedgerHeadSeen> Judge(ReportedCheckpoint.Claimed checkpoint, bool signed, CancellationToken cancellationToken)
    {
        byte[]? root = null;
        try
        {
            if (checkpoint.Origin == node.LedgerOrigin)
                root = await ledger.RootAt(checkpoint.Size, cancellationToken);
        }
        catch (Exception away) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnchecked(checkpoint.Size, away.Message);
            return Seen(checkpoint, signed, LedgerHeadStandings.Unchecked, "the ledger could not be asked when it came");
        }

        var (standing, problem) = Standing(checkpoint, node.LedgerOrigin, root);
        return Seen(checkpoint, signed, standing, problem);
    }

    /// <summary>Compares a checkpoint with a ledger.</summary>
    /// <param name="checkpoint">What the hub has seen.</param>
    /// <param name="origin">The ledger's name.</param>
    /// <param name="root">The ledger's root at that size; null when it never had so many entries.</param>
    public static (string Standing, string? Problem) Standing(ReportedCheckpoint.Claimed checkpoint, string origin, byte[]? root) =>
        checkpoint.Origin != origin
            ? (LedgerHeadStandings.Unknown, $"it is a checkpoint of {checkpoint.Origin}, and this ledger is {origin}")
        : root is null ? (LedgerHeadStandings.Unknown, $"this ledger never had {checkpoint.Size} entries")
        : Convert.ToHexStringLower(root) != checkpoint.Root
            ? (LedgerHeadStandings.Contradicts, $"with {checkpoint.Size} entries this ledger has the root {Convert.ToHexStringLower(root)}")
        : (LedgerHeadStandings.Consistent, null);

    private static LedgerHeadSeen Seen(ReportedCheckpoint.Claimed checkpoint, bool signed, string standing, string? problem) =>
        new()
        {
            Standing = standing,
            Signed = signed,
            Origin = checkpoint.Origin,
            Size = checkpoint.Size,
            Root = checkpoint.Root,
            Problem = problem,
        };

    [LoggerMessage(
        453,
        LogLevel.Warning,
        "A hub reports a ledger checkpoint of {Size} entries, and the ledger could not be read to compare it: {Reason}"
    )]
    private partial void LogUnchecked(long size, string reason);
}
