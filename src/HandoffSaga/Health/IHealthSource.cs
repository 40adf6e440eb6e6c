namespace HandoffSaga.Health;

/// <summary>
/// A part of the program that reports its health. Register it as a singleton of this type, and readiness and <c>handoff health</c> show it,
/// in the order of registration.
/// </summary>
internal interface IHealthSource
{
    /// <summary>The name that is reported when the part cannot be checked.</summary>
    string Name { get; }

    /// <summary>
    /// The checks of now; empty when there is nothing to report. It is asked every few seconds, by anybody: answer from what is known, and
    /// leave slow work to something else.
    /// </summary>
    ValueTask<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken);
}
