using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using static HandoffSaga.Legs.LegStatusNames;

namespace HandoffSaga.Status;

/// <summary>The one status two legs make, and the names it has outside (WIRE section 4).</summary>
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

    /// <summary>Every status there is, in the order of the rule.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        FullyComplete, Escalated, Held, RetryPending, VaultComplete, NextNodeComplete,
        TransferringVault, TransferringNextNode, PreparingVault, PreparingNextNode, Authorized,
    ];

    /// <summary>The rule, from the seen statuses of the vault leg and the next-node leg; the first line that applies. An expression, so that the
    /// store's filters are this rule and not a second one.</summary>
    public static readonly Expression<Func<string, string, string>> Rule = (vault, nextNode) =>
        vault == Complete && (nextNode == Complete || nextNode == NotApplicable) ? FullyComplete
        : vault == Escalated || nextNode == Escalated ? Escalated
        : vault == Held || nextNode == Held ? Held
        : vault == RetryPending || nextNode == RetryPending ? RetryPending
        : vault == Complete ? VaultComplete
        : nextNode == Complete ? NextNodeComplete
        : vault == Transferring ? TransferringVault
        : nextNode == Transferring ? TransferringNextNode
        : vault == Preparing ? PreparingVault
        : nextNode == Preparing ? PreparingNextNode
        : Authorized;

    private static readonly Func<string, string, string> Compiled = Rule.Compile();

    /// <summary>The status of a transfer whose legs are seen as <paramref name="vault"/> and <paramref name="nextNode"/>.</summary>
    public static string Of(string vault, string nextNode) => Compiled(vault, nextNode);

    /// <summary>The condition that two columns of <typeparamref name="T"/>, read by the rule, make <paramref name="status"/>.</summary>
    public static Expression<Func<T, bool>> Is<T>(string vaultColumn, string nextNodeColumn, string status)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var made = new ReplacingExpressionVisitor(
            [.. Rule.Parameters], [Expression.Property(row, vaultColumn), Expression.Property(row, nextNodeColumn)]).Visit(Rule.Body);
        return Expression.Lambda<Func<T, bool>>(Expression.Equal(made, Expression.Constant(status)), row);
    }
}
