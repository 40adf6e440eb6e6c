using System.Linq.Expressions;
using HandoffSaga.Legs;
using Microsoft.EntityFrameworkCore.Query;
using static HandoffSaga.Legs.LegStatusNames;

namespace HandoffSaga.Status;

/// <summary>The overall status of both legs, and its wire names (docs/wire.md section 4).</summary>
internal static class OverallStatus
{
    public const string FullyComplete = "fully_complete";
    public const string VaultComplete = "vault_complete";
    public const string NextNodeComplete = "next_node_complete";
    public const string TransferringVault = "transferring_vault";
    public const string TransferringNextNode = "transferring_next_node";
    public const string PreparingVault = "preparing_vault";
    public const string PreparingNextNode = "preparing_next_node";
    public const string Authorized = "authorized";

    /// <summary>The table, in the order of the rule.</summary>
    public static readonly Vocabulary Vocabulary = new([
        new(FullyComplete, TermTone.Good, "both legs are complete, or the vault leg is and there is no next node."),
        new(Escalated, TermTone.Bad, "a leg is escalated."),
        new(Held, TermTone.Warning, "a leg is held."),
        new(RetryPending, TermTone.Warning, "a leg waits for its next attempt."),
        new(Closed, TermTone.Muted, "a leg is closed, and the other one is complete, closed or not applicable."),
        new(VaultComplete, TermTone.Good, "the vault leg is complete, the other one in progress."),
        new(NextNodeComplete, TermTone.Good, "the next-node leg is complete, the other one in progress."),
        new(TransferringVault, TermTone.Plain, "the vault leg is transferring."),
        new(TransferringNextNode, TermTone.Plain, "the next-node leg is transferring."),
        new(PreparingVault, TermTone.Plain, "the vault leg is preparing."),
        new(PreparingNextNode, TermTone.Plain, "the next-node leg is preparing."),
        new(Authorized, TermTone.Plain, "the signoff was accepted, and no attempt is picked up yet."),
    ]);

    /// <summary>
    /// The rule, from the shown statuses of the vault leg and the next-node leg; the first matching line applies. It is an expression, so
    /// that the store's filters use the same rule.
    /// </summary>
    public static readonly Expression<Func<string, string, string>> Rule = (vault, nextNode) =>
        vault == Complete && (nextNode == Complete || nextNode == NotApplicable) ? FullyComplete
        : vault == Escalated || nextNode == Escalated ? Escalated
        : vault == Held || nextNode == Held ? Held
        : vault == RetryPending || nextNode == RetryPending ? RetryPending
        : (vault == Closed && (nextNode == Complete || nextNode == NotApplicable || nextNode == Closed))
        || (vault == Complete && nextNode == Closed)
            ? Closed
        : vault == Complete ? VaultComplete
        : nextNode == Complete ? NextNodeComplete
        : vault == Transferring ? TransferringVault
        : nextNode == Transferring ? TransferringNextNode
        : vault == Preparing ? PreparingVault
        : nextNode == Preparing ? PreparingNextNode
        : Authorized;

    private static readonly Func<string, string, string> Compiled = Rule.Compile();

    /// <summary>The status of a transfer whose legs are shown as <paramref name="vault"/> and <paramref name="nextNode"/>.</summary>
    public static string Of(string vault, string nextNode) => Compiled(vault, nextNode);

    /// <summary>The condition that the rule gives <paramref name="status"/> for two columns of <typeparamref name="T"/>.</summary>
    public static Expression<Func<T, bool>> Is<T>(string vaultColumn, string nextNodeColumn, string status)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var made = new ReplacingExpressionVisitor(
            [.. Rule.Parameters],
            [Expression.Property(row, vaultColumn), Expression.Property(row, nextNodeColumn)]
        ).Visit(Rule.Body);
        return Expression.Lambda<Func<T, bool>>(Expression.Equal(made, Expression.Constant(status)), row);
    }
}
