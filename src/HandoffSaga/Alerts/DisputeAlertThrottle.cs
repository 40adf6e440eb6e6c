using HandoffSaga.Durability;

namespace HandoffSaga.Alerts;

/// <summary>
/// Limits alerts about a hub that disputes the ledger with every receipt to one per minute and destination. All disputes are recorded in
/// the ledger and with their attempts.
/// </summary>
internal sealed class DisputeAlertThrottle(TimeProvider clock)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Throttle Throttle, Guid Transfer)> _reported = [];

    /// <summary>
    /// Whether to raise this alert. An admitted one is admitted again when its event runs again after a conflict, because the first run was
    /// rolled back.
    /// </summary>
    public bool Admit(string destination, Guid transfer)
    {
        lock (_gate)
        {
            var (throttle, last) = _reported.GetValueOrDefault(destination, (new Throttle(1, Window), Guid.Empty));
            var next = throttle.Next(clock.GetUtcNow(), out var isReported);
            _reported[destination] = (next, isReported ? transfer : last);
            return isReported || transfer == last;
        }
    }
}
