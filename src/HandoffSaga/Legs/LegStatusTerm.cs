namespace HandoffSaga.Legs;

/// <summary>A status a leg is seen in.</summary>
/// <param name="Kept">The status the saga keeps meanwhile; a pending leg's attempt tells how far it is.</param>
/// <param name="Phase">What is to be expected of the leg.</param>
internal sealed record LegStatusTerm(string Name, LegStatus Kept, LegPhase Phase, TermTone Tone, string Meaning) : Term(Name, Tone, Meaning)
{
    /// <summary>The vault leg can be seen so too; results always go to the Vault Hub.</summary>
    public bool OfVaultLeg { get; init; } = true;
}

/// <summary>What is to be expected of a leg.</summary>
internal enum LegPhase
{
    /// <summary>It goes on by itself.</summary>
    InProgress,

    /// <summary>People were told and may order a redelivery.</summary>
    Stuck,

    /// <summary>Nothing more is to be done.</summary>
    Done,
}
