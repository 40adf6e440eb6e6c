using HandoffSaga.Durability;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Alerts;

/// <summary>
/// Logs alerts, for a station without alert receivers. Of each type the first ten of a minute have a line each, the others one line together
/// when the minute is over: a hub's outage escalates as many legs as wait for it. The alerts themselves all leave.
/// </summary>
internal sealed partial class AlertLines(TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>Alerts of a type that have a line each in every <see cref="Window"/>.</summary>
    public const int OneByOne = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly SteadyClock _steady = new(clock);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Minute> _minutes = new(StringComparer.Ordinal);

    public void Write(string severity, string type, string transferId, string leg, string detail)
    {
        if (HasItsOwn(severity, type))
            LogAlert(severity, type, transferId, leg, detail);
    }

    /// <summary>Logs what is counted and not yet said.</summary>
    public void Dispose()
    {
        List<string> types;
        lock (_gate)
            types = [.. _minutes.Keys];
        types.ForEach(Count);
    }

    private bool HasItsOwn(string severity, string type)
    {
        lock (_gate)
        {
            if (!_minutes.TryGetValue(type, out var minute))
                _minutes[type] = minute = new Minute();
            minute.Severity = severity;
            // One reading for both: the window may end between two, and then there is no time left to wait.
            var now = _steady.Now;
            minute.Throttle = minute.Throttle.Next(now, out var isPermitted);
            if (isPermitted)
                return true;
            minute.Others++;
            minute.Timer ??= clock.CreateTimer(_ => Count(type), null, minute.Throttle.WindowEnds - now, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private void Count(string type)
    {
        long others;
        string severity;
        lock (_gate)
        {
            var minute = _minutes[type];
            (others, severity) = (minute.Others, minute.Severity);
            minute.Others = 0;
            minute.Timer?.Dispose();
            minute.Timer = null;
        }

        if (others > 0)
            LogOthers(severity, type, others);
    }

    private sealed class Minute
    {
        public Throttle Throttle { get; set; } = new(OneByOne, Window);
        public string Severity { get; set; } = "";
        public long Others { get; set; }
        public ITimer? Timer { get; set; }
    }

    [LoggerMessage(501, LogLevel.Warning, "Alert ({Severity}) {Type}: {TransferId} {Leg}: {Detail}")]
    private partial void LogAlert(string severity, string type, string transferId, string leg, string detail);

    [LoggerMessage(
        491,
        LogLevel.Warning,
        "Alert ({Severity}) {Type}: {Count} more within a minute, not logged one by one; \"handoff list\" shows their transfers"
    )]
    private partial void LogOthers(string severity, string type, long count);
}
