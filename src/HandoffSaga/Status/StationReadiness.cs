using HandoffSaga.Durability;
using HandoffSaga.Health;
using MassTransit;

namespace HandoffSaga.Status;

/// <summary>A station is ready when its store takes writes and its bus runs.</summary>
internal sealed class StationReadiness(
    IOutboxState outbox,
    IStoreAvailability store,
    IStoreHeartbeat heartbeat,
    IBusControl bus,
    IBrokerState broker,
    HealthSources others,
    TimeProvider clock
) : IReadiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<Readiness> Check(CancellationToken cancellationToken) =>
        new([await Store(cancellationToken), Bus(), .. await others.Check(cancellationToken)]);

    private async Task<HealthCheck> Store(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await heartbeat.Beat(either.Token);
            return HealthCheck.Good("store");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheck.Failed(
                "store",
                e is OperationCanceledException ? $"no answer to a write within {Patience.TotalSeconds} s" : e.Message
            );
        }
    }

    private HealthCheck Bus()
    {
        if (store is { EndsWaits: true, OutageSince: { } since })
        {
            return HealthCheck.Failed(
                "bus",
                $"stopped at {since:HH:mm:ss} UTC because the store is unavailable; it starts by itself when the store answers"
            );
        }

        var health = bus.CheckHealth();
        return broker.Problem is { } problem ? HealthCheck.Failed("bus", problem)
            : health.Status != BusHealthStatus.Healthy ? HealthCheck.Failed("bus", health.Description)
            : outbox.IsSending ? HealthCheck.Good("bus")
            : HealthCheck.Failed("bus", "the broker is not connected, or its exchanges are not declared yet");
    }
}
