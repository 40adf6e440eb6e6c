namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>
/// A machine that has much else to do. No specification is about it: what must come is waited for, and only what hangs is given up.
/// </summary>
internal static class BusyMachine
{
    /// <summary>When something that was waited for is taken to hang. Nothing is promised to be that quick.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
}
