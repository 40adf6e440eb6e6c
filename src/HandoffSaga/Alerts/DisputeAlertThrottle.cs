using HandoffSaga.Durability;

namespace HandoffSaga.Alerts;

/// <summary>
/// Keeps a hub that disputes the ledger with every receipt from becoming a flood of alerts: of one destination's, one a minute is told. All
/// of them are in the ledger and with their attempts.
/// </summary>
internal sealed class DisputeAlertThrottle(TimeProvider clock)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Throttle Throttle, Guid Transfer)> _told = [];

    /// <summary>
    /// Whether this one is told. One that was is told again when its event runs again after a conflict: the first time was rolled back.
    /// </summary>
    public bool Admit(string destination, Guid transfer)
    {
        lock (_gate)
        {
            var (throttle, last) = _told.GetValueOrDefault(destination, (new Throttle(1, Window), Guid.Empty));
            var next = throttle.Next(clock.GetUtcNow(), out var isTold);
            _told[destination] = (next, isTold ? transfer : last);
            return isTold || transfer == last;
        }
    }
}
