using System.Diagnostics;

namespace HandoffSaga.Legs;

/// <summary>One value for each leg of a transfer: the one place that branches on the destination.</summary>
/// <param name="Vault">The Vault Hub's.</param>
/// <param name="NextNode">The next node's.</param>
internal sealed record PerLeg<T>(T Vault, T NextNode)
{
    public T For(Destination destination) =>
        destination switch
        {
            Destination.VaultHub => Vault,
            Destination.NextNode => NextNode,
            _ => throw new UnreachableException($"Unexpected case: {destination}"),
        };
}

/// <summary>Creates values per leg.</summary>
internal static class PerLeg
{
    /// <summary>Makes both values by the same function.</summary>
    public static PerLeg<T> Create<T>(Func<Destination, T> value) => new(value(Destination.VaultHub), value(Destination.NextNode));
}
