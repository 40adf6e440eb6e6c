namespace HandoffSaga.Durability;

/// <summary>
/// Lets so many events through in each window. A window begins with the first event after the one before is over. A value: it reads no
/// clock and locks nothing; whoever keeps it keeps the one it returns.
/// </summary>
/// <param name="PermitLimit">Events let through in one window.</param>
/// <param name="Window">How long a window lasts.</param>
public readonly record struct Throttle(int PermitLimit, TimeSpan Window)
{
    /// <summary>When the present window began; the beginning of time before the first event.</summary>
    public DateTimeOffset WindowBegan { get; private init; }

    /// <summary>When the present window ends.</summary>
    public DateTimeOffset WindowEnds => WindowBegan + Window;

    private int Permitted { get; init; }

    /// <summary>
    /// Decides about an event. A clock that was set back begins a new window: it must not silence anybody for as long as it went back.
    /// </summary>
    public Throttle Next(DateTimeOffset now, out bool isPermitted)
    {
        var current = now >= WindowBegan && now < WindowEnds ? this : this with { WindowBegan = now, Permitted = 0 };
        isPermitted = current.Permitted < PermitLimit;
        return isPermitted ? current with { Permitted = current.Permitted + 1 } : current;
    }
}
