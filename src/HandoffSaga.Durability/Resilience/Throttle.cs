namespace HandoffSaga.Durability;

/// <summary>
/// Lets a limited number of events through in each window. A window starts with the first event after the previous window ended. Immutable:
/// it reads no clock and takes no lock; the caller stores the value it returns.
/// </summary>
/// <param name="PermitLimit">Events let through in one window.</param>
/// <param name="Window">How long a window lasts.</param>
public readonly record struct Throttle(int PermitLimit, TimeSpan Window)
{
    /// <summary>When the current window began; <see cref="DateTimeOffset.MinValue"/> before the first event.</summary>
    public DateTimeOffset WindowBegan { get; private init; }

    /// <summary>When the current window ends.</summary>
    public DateTimeOffset WindowEnds => WindowBegan + Window;

    private int Permitted { get; init; }

    /// <summary>
    /// Decides about an event. A clock that was set back starts a new window: otherwise it would suppress events for as long as it went
    /// back.
    /// </summary>
    public Throttle Next(DateTimeOffset now, out bool isPermitted)
    {
        var current = now >= WindowBegan && now < WindowEnds ? this : this with { WindowBegan = now, Permitted = 0 };
        isPermitted = current.Permitted < PermitLimit;
        return isPermitted ? current with { Permitted = current.Permitted + 1 } : current;
    }
}
