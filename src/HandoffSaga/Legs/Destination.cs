namespace HandoffSaga.Legs;

/// <summary>Where a leg goes.</summary>
internal enum Destination
{
    /// <summary>The client's records.</summary>
    VaultHub,

    /// <summary>The station that executes the next SmartContract.</summary>
    NextNode,
}

/// <summary>The names destinations have outside (docs/wire.md: <c>leg</c>, <c>destination</c>, <c>trail</c>).</summary>
internal static class DestinationNames
{
    public const string VaultHub = "vault_hub";
    public const string NextNode = "next_node";

    public static readonly Vocabulary<Destination> Vocabulary = new(
        (Destination.VaultHub, new(VaultHub, TermTone.Plain, "the client's records.")),
        (Destination.NextNode, new(NextNode, TermTone.Plain, "the station that executes the next SmartContract."))
    );

    public static string WireName(this Destination destination) => Vocabulary.NameOf(destination);

    public static Destination? Parse(string? name) => Vocabulary.Find(name);
}
