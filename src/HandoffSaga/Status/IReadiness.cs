namespace HandoffSaga.Status;

/// <summary>Checks whether the program can accept signoffs now. A hub that is down does not make it unready.</summary>
internal interface IReadiness
{
    Task<Readiness> Check(CancellationToken cancellationToken);
}
