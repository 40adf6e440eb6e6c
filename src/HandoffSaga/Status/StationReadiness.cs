using HandoffSaga.Durability;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Witnessing;
using MassTransit;

namespace HandoffSaga.Status;

/// <summary>A station is ready when its store takes writes and its bus runs.</summary>
internal sealed class StationReadiness(
    IOutboxState outbox,
    IStoreAvailability store,
    IStoreHeartbeat heartbeat,
    IBusControl bus,
    IBrokerState broker,
    LedgerLogService log,
    CheckpointCosigner witness,
    IEnumerable<LedgerForwarder> forwarders,
    TimeProvider clock
) : IReadiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<Readiness> Check(CancellationToken cancellationToken) =>
        new([await Store(cancellationToken), Bus(), Ledger(), .. Witness(), .. forwarders.Select(Forwarding)]);

    private async Task<ReadinessCheck> Store(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await heartbeat.Beat(either.Token);
            return new ReadinessCheck("store", true, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ReadinessCheck(
                "store",
                false,
                e is OperationCanceledException ? $"no answer to a write within {Patience.TotalSeconds} s" : e.Message
            );
        }
    }

    private ReadinessCheck Bus()
    {
        if (store is { EndsWaits: true, OutageSince: { } since })
        {
            return new ReadinessCheck(
                "bus",
                false,
                $"stopped at {since:HH:mm:ss} UTC because the store is unavailable; it starts by itself when the store answers"
            );
        }

        var health = bus.CheckHealth();
        return broker.Problem is { } problem ? new ReadinessCheck("bus", false, problem)
            : health.Status != BusHealthStatus.Healthy ? new ReadinessCheck("bus", false, health.Description)
            : outbox.IsSending ? new ReadinessCheck("bus", true, null)
            : new ReadinessCheck("bus", false, "the broker is not connected, or its exchanges are not declared yet");
    }

    // A halted ledger is no reason to be unready, because transfers continue. The reason is only in the log, since it has file paths and
    // this answer is public.
    private ReadinessCheck Ledger() =>
        new("ledger", true, log.IsHalted ? "HALTED: nothing is signed until an operator resolves it; the service's log says why" : null);

    private IEnumerable<ReadinessCheck> Witness() =>
        witness.Name is { } name ? [new ReadinessCheck($"witness ({name})", true, witness.Problem)] : [];

    // For information only: signoffs do not wait for SMART-Ledger.
    private static ReadinessCheck Forwarding(LedgerForwarder forwarder) =>
        new(
            $"smart-ledger ({forwarder.Way})",
            true,
            (forwarder.Behind, forwarder.State.LastError) switch
            {
                (0, _) => null,
                (var behind, null) => $"{behind} entries behind",
                (var behind, var error) => $"{behind} entries behind: {error}",
            }
        );
}
