namespace HandoffSaga.Status;

/// <summary>Checks whether the program can accept signoffs now. A hub that is down does not make it unready.</summary>
internal interface IReadiness
{
    Task<Readiness> Check(CancellationToken cancellationToken);
}

/// <summary>The result of the readiness checks.</summary>
internal sealed record Readiness(IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>All checks passed; false without any check.</summary>
    public bool Ready => Checks.Count > 0 && Checks.All(check => check.Ok);
}

/// <summary>The result of one check.</summary>
/// <param name="Name">
/// <c>store</c>, <c>bus</c>, <c>ledger</c>, <c>witness (…)</c> where there is one, and for each way the ledger is forwarded <c>smart-ledger
/// (…)</c>.
/// </param>
/// <param name="Ok">It works.</param>
/// <param name="Detail">The problem or other information; null for none.</param>
internal sealed record ReadinessCheck(string Name, bool Ok, string? Detail);
