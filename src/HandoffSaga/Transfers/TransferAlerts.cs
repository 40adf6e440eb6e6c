using HandoffSaga.Alerts;
using HandoffSaga.Legs;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>Raises alerts about a transfer.</summary>
internal static class TransferAlerts
{
    /// <summary>Raises an alert about a transfer, and about one of its legs where one is given.</summary>
    public static Task Raise(
        this AlertRaiser alerts,
        ConsumeContext context,
        string type,
        string severity,
        TransferState transfer,
        Leg? leg,
        string detail
    ) => alerts.Raise(context, type, severity, SubjectOf(transfer, leg), detail);

    private static AlertSubject SubjectOf(TransferState transfer, Leg? leg) =>
        new(
            transfer.PackageId,
            transfer.TransferId,
            leg?.Destination.WireName(),
            leg is null ? null : Math.Max(0, leg.Attempts - 1),
            leg?.LastError
        );
}
