namespace HandoffSaga.Redelivery;

/// <summary>The requester of a redelivery, and how the name is known.</summary>
/// <param name="Name">1 to 200 characters, for the ledger.</param>
/// <param name="Authenticated">The name is that of a token's holder; otherwise it is the caller's claim.</param>
internal sealed record Requester(string Name, bool Authenticated)
{
    /// <summary>The name the caller claimed, if it differs from that of its token.</summary>
    public string? Claimed { get; init; }

    /// <summary>The ledger's word for how the name is known.</summary>
    public string Basis => Authenticated ? "authenticated" : "claimed";
}
