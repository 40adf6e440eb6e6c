using HandoffSaga.Messages;

namespace HandoffSaga.Specs.Alerts;

internal static class SampleAlert
{
    public static readonly TransferAlert Escalation = new()
    {
        AlertType = AlertKinds.TransferFailure,
        Severity = AlertSeverities.High,
        NodeId = "NODE-LP-001",
        Timestamp = new DateTimeOffset(2025, 6, 1, 16, 0, 0, TimeSpan.FromHours(2)),
        Detail = "The Vault Hub did not take PKG-2025-001-LP-TEST1.",
        PackageId = "PKG-2025-001-LP-TEST1",
        TransferId = "XFER-PKG-2025-001-LP-TEST1",
        Destination = "vault_hub",
        RetryCount = 3,
        LastError = "HTTP 503",
    };
}
