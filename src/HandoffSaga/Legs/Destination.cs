namespace HandoffSaga.Legs;

/// <summary>Where a leg goes.</summary>
internal enum Destination
{
    /// <summary>The client's records.</summary>
    VaultHub,

    /// <summary>The station that executes the next SmartContract.</summary>
    NextNode,
}

/// <summary>The names destinations have outside (WIRE: <c>leg</c>, <c>destination</c>, <c>trail</c>).</summary>
internal static class DestinationNames
{
    public const string VaultHub = "vault_hub";
    public const string NextNode = "next_node";

    public static string WireName(this Destination destination) => destination == Destination.VaultHub ? VaultHub : NextNode;

    public static Destination? Parse(string? name) => name switch
    {
        VaultHub => Destination.VaultHub,
        NextNode => Destination.NextNode,
        _ => null,
    };
}
