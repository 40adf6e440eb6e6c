using HandoffSaga.Hubs;
using HandoffSaga.Redelivery;
using HandoffSaga.Storage;

namespace HandoffSaga;

/// <summary>The longest delay that the configuration asks for: what would come later was scheduled before the clock was set back.</summary>
internal static class LongestDelay
{
    // The engine schedules the alerts' tries and the confirms of deliveries with delays of their own.
    private static readonly TimeSpan Others = TimeSpan.FromMinutes(11);

    /// <summary>Null for a store with a clock of its own, which replicas with other settings may share.</summary>
    public static TimeSpan? Of(HandoffOptions options) =>
        options.Store.Kind == StoreKind.Sqlite
            ? Others
                + new[]
                {
                    options.Contracts.Recheck,
                    Of(options.Redelivery.Vault),
                    Of(options.Redelivery.NextNode),
                    Of(options.Hubs.Vault),
                    Of(options.Hubs.NextNode),
                }.Max()
            : null;

    private static TimeSpan Of(RedeliveryPolicy policy) =>
        new[] { policy.MaxRetryAfter, (policy.AfterEscalation ?? TimeSpan.Zero) * (1 + policy.Jitter) }
            .Concat(policy.Delays.Select(delay => delay * (1 + policy.Jitter)))
            .Max();

    private static TimeSpan Of(HubOptions hub) => hub.ReceiptDeadline > hub.Timeout ? hub.ReceiptDeadline : hub.Timeout;
}
