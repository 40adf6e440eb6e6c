namespace HandoffSaga.Durability;

/// <summary>Observes that the machine's clock was set while the program ran. Register any number as services.</summary>
public interface IClockObserver
{
    /// <summary>Called once for each change, after the waits follow the new time. An exception is logged and changes nothing.</summary>
    /// <param name="by">By how much; negative when it was set back.</param>
    /// <param name="cancellationToken">Cancelled when the program stops.</param>
    Task ClockWasSet(TimeSpan by, CancellationToken cancellationToken);
}
