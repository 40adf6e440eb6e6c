using System.Globalization;
using HandoffSaga.Durability;
using HandoffSaga.Messages;

namespace HandoffSaga.Alerts;

/// <summary>Raises one alert when the clock of this machine was set: times in records of that hour do not fit together.</summary>
internal sealed class ClockAlerts(IUnitsOfWork units, AlertRaiser alerts) : IClockObserver
{
    public Task ClockWasSet(TimeSpan by, CancellationToken cancellationToken) =>
        units.Run(
            unit => alerts.Raise(unit, AlertKinds.ClockSet, AlertSeverities.Warning, null, Detail(by), cancellationToken),
            cancellationToken
        );

    private static string Detail(TimeSpan by)
    {
        var seconds = Math.Round(by.Duration().TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return by < TimeSpan.Zero
            ? $"The clock of this station was set back by {seconds} s."
            : $"The clock of this station was set forward by {seconds} s, or the machine slept.";
    }
}
