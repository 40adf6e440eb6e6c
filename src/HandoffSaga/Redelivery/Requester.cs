namespace HandoffSaga.Redelivery;

/// <summary>Who orders a redelivery, and how that is known.</summary>
/// <param name="Name">1 to 200 characters, for the ledger.</param>
/// <param name="Authenticated">The name is that of a token's holder; otherwise it is what the caller said of itself.</param>
internal sealed record Requester(string Name, bool Authenticated)
{
    /// <summary>What the caller called itself, where that is another name than its token's.</summary>
    public string? Claimed { get; init; }

    /// <summary>The name the ledger has for how the name is known.</summary>
    public string Basis => Authenticated ? "authenticated" : "claimed";
}
