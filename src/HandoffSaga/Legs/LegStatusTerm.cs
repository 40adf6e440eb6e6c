namespace HandoffSaga.Legs;

/// <summary>A status a leg is shown with.</summary>
/// <param name="Kept">The status the saga stores meanwhile; the attempt of a pending leg shows its progress.</param>
/// <param name="Phase">Whether the leg continues by itself, needs an operator, is done or was closed.</param>
internal sealed record LegStatusTerm(string Name, LegStatus Kept, LegPhase Phase, TermTone Tone, string Meaning) : Term(Name, Tone, Meaning)
{
    /// <summary>The vault leg can have this status too; results always go to the Vault Hub.</summary>
    public bool OfVaultLeg { get; init; } = true;
}

/// <summary>Whether the leg continues by itself, needs an operator, is done or was closed.</summary>
internal enum LegPhase
{
    /// <summary>It continues by itself.</summary>
    InProgress,

    /// <summary>An alert was raised, and an operator may request a redelivery.</summary>
    Stuck,

    /// <summary>Nothing remains to be done.</summary>
    Done,

    /// <summary>A person ended it without a confirmation; it may be redelivered, and a late confirmation counts.</summary>
    Closed,
}
