using HandoffSaga.Health;

namespace HandoffSaga.Status;

/// <summary>The result of the readiness checks.</summary>
internal sealed record Readiness(IReadOnlyList<HealthCheck> Checks)
{
    /// <summary>No check failed; false without any check. Warnings change nothing.</summary>
    public bool Ready => Checks.Count > 0 && Checks.All(check => check.Ok);

    /// <summary>The worst state of all checks.</summary>
    public string State => HealthStates.Worst(Checks.Select(check => check.State));
}
