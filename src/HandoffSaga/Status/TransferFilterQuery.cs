using HandoffSaga.Legs;
using HandoffSaga.Storage.Rows;

namespace HandoffSaga.Status;

/// <summary>Applies the part of a filter that needs only the transfer's own row, not the current attempts.</summary>
internal static class TransferFilterQuery
{
    public static IQueryable<TransferRow> Matching(this IQueryable<TransferRow> rows, TransferFilter filter)
    {
        if (filter.ClientpoId is { } clientpoId)
            rows = rows.Where(row => row.ClientpoId == clientpoId);
        if (filter.TestId is { } testId)
            rows = rows.Where(row => row.TestId == testId);
        if (filter.PartId is { } partId)
            rows = rows.Where(row => row.PartId == partId);
        if (filter.PartNumber is { } partNumber)
            rows = rows.Where(row => row.PartNumber == partNumber);
        if (filter.Station is { } station)
            rows = rows.Where(row => row.Station == station);
        if (filter.From is { } from)
            rows = rows.Where(row => row.ReceivedAt >= from);
        if (filter.To is { } to)
            rows = rows.Where(row => row.ReceivedAt < to);
        return rows.WithLeg(filter).WithStoredStatus(filter);
    }

    /// <summary>The transfers after <paramref name="cursor"/>, newest first.</summary>
    public static IQueryable<TransferRow> After(this IQueryable<TransferRow> rows, TransferCursor cursor)
    {
        var (receivedAt, correlationId) = cursor;
        return rows.Where(row =>
            row.ReceivedAt <= receivedAt && (row.ReceivedAt < receivedAt || row.CorrelationId.CompareTo(correlationId) < 0)
        );
    }

    private static IQueryable<TransferRow> WithLeg(this IQueryable<TransferRow> rows, TransferFilter filter)
    {
        var vault = filter.Leg is null or Destination.VaultHub;
        var nextNode = filter.Leg is null or Destination.NextNode;
        if (filter.Error is { } error)
            rows = rows.Where(row => (vault && row.VaultError!.Contains(error)) || (nextNode && row.NextNodeError!.Contains(error)));
        if (filter.AttemptsMin is { } attempts)
            rows = rows.Where(row => (vault && row.VaultAttempts >= attempts) || (nextNode && row.NextNodeAttempts >= attempts));
        if (filter.LegStatus is not { } seen)
            return rows;

        var status = ObservedStatus.Stored(seen);
        rows = rows.Where(row => (vault && row.VaultStatus == status) || (nextNode && row.NextNodeStatus == status));

        // Redundant conditions: each is that of an index of open legs only, and lets the store use it.
        if (filter.Leg is Destination.VaultHub && LegStatusNames.Term(status).Phase != LegPhase.Done)
            rows = rows.Where(row => row.VaultStatus != LegStatusNames.Complete);
        if (filter.Leg is Destination.NextNode && LegStatusNames.Term(status).Phase != LegPhase.Done)
            rows = rows.Where(row => row.NextNodeStatus != LegStatusNames.Complete && row.NextNodeStatus != LegStatusNames.NotApplicable);
        return rows;
    }

    private static IQueryable<TransferRow> WithStoredStatus(this IQueryable<TransferRow> rows, TransferFilter filter)
    {
        if (filter.Status is not { } status)
            return rows;

        // Legs that are preparing or transferring are stored as pending, and pending legs make a transfer authorized.
        rows = rows.Where(
            OverallStatus.Is<TransferRow>(
                nameof(TransferRow.VaultStatus),
                nameof(TransferRow.NextNodeStatus),
                ObservedStatus.NeedsAttempts(status) ? OverallStatus.Authorized : status
            )
        );

        // Also redundant; the index of incomplete transfers is small.
        return status == OverallStatus.FullyComplete ? rows : rows.Where(row => row.CompletedAt == null);
    }
}
