namespace HandoffSaga.Durability;

/// <summary>Everything on the broker that this program works with.</summary>
/// <param name="Objects">In the order in which they can be declared.</param>
/// <param name="Written">
/// The exchanges whose messages somebody waits for: without the right to write to them work stops. Alerts and entries for SMART-Ledger have
/// reports of their own.
/// </param>
internal sealed record BrokerPlan(IReadOnlyList<BrokerObject> Objects, IReadOnlyList<string> Written);

/// <summary>One thing on the broker.</summary>
internal abstract record BrokerObject
{
    /// <param name="Name">Its name.</param>
    /// <param name="Type">How it routes.</param>
    /// <param name="IsNeeded">Whether work stops without it.</param>
    public sealed record Exchange(string Name, RawExchangeType Type, bool IsNeeded) : BrokerObject;

    /// <param name="Name">Its name.</param>
    /// <param name="IsOurs">Whether this program consumes from it; a hub may have one of another name instead.</param>
    public sealed record Queue(string Name, bool IsOurs) : BrokerObject;

    public sealed record Binding(string Source, string Destination, bool ToQueue, string RoutingKey) : BrokerObject;
}
