using System.Linq.Expressions;
using HandoffSaga.Transfers;
using Microsoft.EntityFrameworkCore.Query;

namespace HandoffSaga.Status;

/// <summary>A filter as conditions the store evaluates.</summary>
internal static class TransferFilterQuery
{
    public static IQueryable<SeenTransfer> Matching(this IQueryable<SeenTransfer> transfers, TransferFilter filter)
    {
        if (filter.ClientpoId is { } clientpoId)
            transfers = transfers.Where(seen => seen.Row.ClientpoId == clientpoId);
        if (filter.TestId is { } testId)
            transfers = transfers.Where(seen => seen.Row.TestId == testId);
        if (filter.PartId is { } partId)
            transfers = transfers.Where(seen => seen.Row.PartId == partId);
        if (filter.PartNumber is { } partNumber)
            transfers = transfers.Where(seen => seen.Row.PartNumber == partNumber);
        if (filter.Station is { } station)
            transfers = transfers.Where(seen => seen.Row.Station == station);
        if (filter.From is { } from)
            transfers = transfers.Where(seen => seen.Row.ReceivedAt >= from);
        if (filter.To is { } to)
            transfers = transfers.Where(seen => seen.Row.ReceivedAt < to);
        if (filter.Status is { } status)
            transfers = transfers.WithStatus(status);
        return transfers.WithLeg(filter);
    }

    /// <summary>What comes after <paramref name="cursor"/> in the order newest first.</summary>
    public static IQueryable<SeenTransfer> After(this IQueryable<SeenTransfer> transfers, TransferCursor cursor)
    {
        var (receivedAt, correlationId) = cursor;
        return transfers.Where(seen => seen.Row.ReceivedAt <= receivedAt
            && (seen.Row.ReceivedAt < receivedAt || seen.Row.CorrelationId.CompareTo(correlationId) < 0));
    }

    private static IQueryable<SeenTransfer> WithStatus(this IQueryable<SeenTransfer> transfers, string status)
    {
        var seen = Expression.Parameter(typeof(SeenTransfer), "seen");
        var rule = new ReplacingExpressionVisitor(
            [.. OverallStatus.Rule.Parameters],
            [Expression.Property(seen, nameof(SeenTransfer.VaultStatus)), Expression.Property(seen, nameof(SeenTransfer.NextNodeStatus))])
            .Visit(OverallStatus.Rule.Body);
        transfers = transfers.Where(Expression.Lambda<Func<SeenTransfer, bool>>(Expression.Equal(rule, Expression.Constant(status)), seen));

        // Says nothing new, but lets the store look only among the few that are open.
        return status == OverallStatus.FullyComplete ? transfers : transfers.Where(open => open.Row.CompletedAt == null);
    }

    private static IQueryable<SeenTransfer> WithLeg(this IQueryable<SeenTransfer> transfers, TransferFilter filter)
    {
        var vault = filter.Leg is null or Destination.VaultHub;
        var nextNode = filter.Leg is null or Destination.NextNode;
        if (filter.Error is { } error)
        {
            transfers = transfers.Where(seen => (vault && seen.Row.VaultError!.Contains(error))
                || (nextNode && seen.Row.NextNodeError!.Contains(error)));
        }

        if (filter.AttemptsMin is { } attempts)
            transfers = transfers.Where(seen => (vault && seen.Row.VaultAttempts >= attempts) || (nextNode && seen.Row.NextNodeAttempts >= attempts));
        return (filter.LegStatus, filter.Leg) switch
        {
            (null, _) => transfers,
            ({ } status, Destination.VaultHub) => transfers.WithVaultStatus(status),
            ({ } status, Destination.NextNode) => transfers.WithNextNodeStatus(status),
            ({ } status, _) => transfers.Where(seen => seen.VaultStatus == status || seen.NextNodeStatus == status),
        };
    }

    // The second condition of each says nothing new either; it is the filter of the leg's own index of open ones.
    private static IQueryable<SeenTransfer> WithVaultStatus(this IQueryable<SeenTransfer> transfers, string status)
    {
        var stored = Stored(status);
        transfers = transfers.Where(seen => seen.Row.VaultStatus == stored && seen.VaultStatus == status);
        return status == LegStatusNames.Complete ? transfers : transfers.Where(seen => seen.Row.VaultStatus != LegStatusNames.Complete);
    }

    private static IQueryable<SeenTransfer> WithNextNodeStatus(this IQueryable<SeenTransfer> transfers, string status)
    {
        var stored = Stored(status);
        transfers = transfers.Where(seen => seen.Row.NextNodeStatus == stored && seen.NextNodeStatus == status);
        return status is LegStatusNames.Complete or LegStatusNames.NotApplicable
            ? transfers
            : transfers.Where(seen => seen.Row.NextNodeStatus != LegStatusNames.Complete && seen.Row.NextNodeStatus != LegStatusNames.NotApplicable);
    }

    /// <summary>The status the saga keeps while a leg is seen as <paramref name="status"/>.</summary>
    private static string Stored(string status) =>
        status is LegStatusNames.Preparing or LegStatusNames.Transferring ? LegStatusNames.Pending : status;
}
