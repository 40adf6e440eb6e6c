namespace HandoffSaga.Redelivery;

/// <summary>When a failed leg is tried again.</summary>
/// <param name="Delays">The waits before the attempts after the first; as many redeliveries as entries. Default 10 s, 1 min, 5 min.</param>
/// <param name="Jitter">The share by which each wait is varied up or down, 0 to 1, so that legs which failed together do not return together. Default 0.2.</param>
/// <param name="AfterEscalation">How often an escalated leg is still tried for transient reasons; null for never. Default 15 min.</param>
/// <param name="MaxRetryAfter">The longest wait a hub may ask for. Default 1 h.</param>
internal sealed record RedeliveryPolicy(
    IReadOnlyList<TimeSpan> Delays,
    double Jitter,
    TimeSpan? AfterEscalation,
    TimeSpan MaxRetryAfter)
{
    public static readonly RedeliveryPolicy Default = new(
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)], 0.2, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));
}

/// <summary>The policy of each hub.</summary>
internal sealed record RedeliveryPolicies(RedeliveryPolicy Vault, RedeliveryPolicy NextNode)
{
    public RedeliveryPolicy For(Legs.Destination destination) =>
        destination == Legs.Destination.VaultHub ? Vault : NextNode;
}
