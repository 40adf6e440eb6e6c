namespace HandoffSaga.Demo.StandInHubs;

/// <summary>What happens to one request.</summary>
/// <param name="Delay">Before anything else.</param>
/// <param name="Failure">Instead of taking the package; null takes it.</param>
/// <param name="Flaw">What is wrong with the answer after the package was taken; null for nothing.</param>
internal sealed record FailPlan(TimeSpan Delay, FailRule? Failure, FailRule? Flaw)
{
    /// <summary>The Retry-After header of a failing status.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
