namespace HandoffSaga.Status;

/// <summary>Looks for what works today and will not for ever: none of it makes a service unready.</summary>
internal interface IComingTrouble
{
    /// <summary>A check for each trouble, with its detail; none when there is none. Details are public: they have no paths.</summary>
    Task<IReadOnlyList<ReadinessCheck>> Look(CancellationToken cancellationToken);
}
