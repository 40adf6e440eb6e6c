using HandoffSaga.Health;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>How far SMART-Ledger is behind, for each channel. Signoffs do not wait for it, so it only warns.</summary>
internal sealed class ForwardingHealth(IEnumerable<LedgerForwarder> forwarders) : IHealthSource
{
    /// <summary>Fewer entries are on their way in normal operation.</summary>
    public const long ManyEntries = 1000;

    private readonly IReadOnlyList<LedgerForwarder> _forwarders = [.. forwarders];

    public string Name => "smart-ledger";

    public ValueTask<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HealthCheck>>([
            .. _forwarders.Select(forwarder => Of(forwarder.Way, forwarder.Behind, forwarder.State.LastError)),
        ]);

    public static HealthCheck Of(string way, long behind, string? error) =>
        (behind, error) switch
        {
            (0, _) => HealthCheck.Good(Channel(way)),
            (_, { } reason) => HealthCheck.Warning(
                Channel(way),
                $"{behind} entries behind: {reason}",
                "Check SMART-Ledger; the entries wait in the store and are sent when it accepts them."
            ),
            (_, null) when behind >= ManyEntries => HealthCheck.Warning(
                Channel(way),
                $"{behind} entries behind",
                "Nothing when the number falls; otherwise check SMART-Ledger."
            ),
            _ => HealthCheck.Good(Channel(way), $"{behind} entries behind"),
        };

    private static string Channel(string way) => $"smart-ledger ({way})";
}
