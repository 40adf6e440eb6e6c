using HandoffSaga.Messages;

namespace HandoffSaga.Alerts;

/// <summary>From one alert to a message for each address.</summary>
internal static class AlertFanout
{
    public static IReadOnlyList<AlertDelivery> To(AlertOptions targets, TransferAlert alert) =>
        [.. targets.All.Select(url => new AlertDelivery { Alert = alert, Url = url })];
}
