namespace HandoffSaga.Status;

/// <summary>The result of the readiness checks.</summary>
internal sealed record Readiness(IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>All checks passed; false without any check.</summary>
    public bool Ready => Checks.Count > 0 && Checks.All(check => check.Ok);
}
