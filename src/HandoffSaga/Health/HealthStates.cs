namespace HandoffSaga.Health;

/// <summary>The three words of health, on the wire and on the terminal.</summary>
internal static class HealthStates
{
    /// <summary>It works.</summary>
    public const string Ok = "ok";

    /// <summary>Signoffs are accepted, and a person should look.</summary>
    public const string Warn = "warn";

    /// <summary>Signoffs cannot be accepted.</summary>
    public const string Failed = "failed";

    /// <summary>The worst of <paramref name="states"/>; ok when there are none.</summary>
    public static string Worst(IEnumerable<string> states) =>
        states.Aggregate(Ok, (worst, state) => Array.IndexOf(Order, state) > Array.IndexOf(Order, worst) ? state : worst);

    private static readonly string[] Order = [Ok, Warn, Failed];
}
