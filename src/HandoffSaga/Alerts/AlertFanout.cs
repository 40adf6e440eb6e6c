using HandoffSaga.Messages;

namespace HandoffSaga.Alerts;

/// <summary>Makes one message for each address from an alert.</summary>
internal static class AlertFanout
{
    public static IReadOnlyList<AlertDelivery> To(AlertOptions targets, TransferAlert alert) =>
        [.. targets.All.Select(url => new AlertDelivery { Alert = alert, Url = url })];
}
