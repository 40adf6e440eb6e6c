namespace HandoffSaga.Status;

/// <summary>
/// Whether the program can take signoffs now. A hub that is down does not make it unready: nothing of ours is broken then.
/// </summary>
internal interface IReadiness
{
    Task<Readiness> Check(CancellationToken cancellationToken);
}

/// <summary>What was found.</summary>
internal sealed record Readiness(IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>Nothing checked is not ready.</summary>
    public bool Ready => Checks.Count > 0 && Checks.All(check => check.Ok);
}

/// <summary>One thing that must work.</summary>
/// <param name="Name"><c>store</c>, <c>bus</c>, <c>ledger</c>, <c>witness (…)</c> where there is one, and for each way the ledger is
/// forwarded <c>smart-ledger (…)</c>.</param>
/// <param name="Ok">It works.</param>
/// <param name="Detail">What is wrong or worth knowing, null when nothing is.</param>
internal sealed record ReadinessCheck(string Name, bool Ok, string? Detail);
