using System.Collections.Concurrent;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>A hub in the dispatcher's own process that can be switched off, takes its time, and remembers whom it has seen.</summary>
/// <param name="takes">How long it takes for one delivery.</param>
internal sealed class ScaleHub(TimeSpan takes) : IHubConnector
{
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private long _deliveries;

    public bool IsUp { get; set; } = true;

    /// <summary>Packages that were delivered.</summary>
    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>Packages that were delivered more than once, each further time counted.</summary>
    public long Repeated => Deliveries - _seen.Count;

    public async Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken)
    {
        if (takes > TimeSpan.Zero)
        {
            await Task.Delay(takes, TimeProvider.System, cancellationToken);
        }

        if (!IsUp)
        {
            return DeliveryOutcome.Failed(
                AttemptOutcome.Transient,
                ErrorCodes.Transport(TransportFault.ConnectionRefused),
                "connection refused"
            );
        }

        Interlocked.Increment(ref _deliveries);
        _seen.TryAdd(delivery.TransferId, true);
        return DeliveryOutcome.Delivered(Evidence.Receipt) with { ReceiptId = "R-1", ReceivedBy = "scale", StatusCode = 200 };
    }
}
