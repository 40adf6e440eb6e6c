using System.Collections.Concurrent;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Harness;

/// <summary>A hub that answers as the specification says, and remembers what it was given.</summary>
internal sealed class ScriptedHub : IHubConnector
{
    private readonly ConcurrentQueue<Delivery> _deliveries = new();
    private readonly List<(Func<Delivery, bool> Is, TaskCompletionSource<Delivery> Seen)> _awaited = [];
    private volatile TaskCompletionSource? _closed;
    private int _atOnce;
    private int _mostAtOnce;

    /// <summary>What becomes of a delivery; by default it is taken.</summary>
    public Func<Delivery, DeliveryOutcome> Answers { get; set; } = Accepted;

    public IReadOnlyCollection<Delivery> Deliveries => _deliveries;

    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    public static DeliveryOutcome Accepted(Delivery delivery) =>
        DeliveryOutcome.Delivered(Evidence.Receipt) with
        {
            ReceiptId = $"R-{delivery.IdempotencyKey}",
            ReceivedBy = "scripted-hub",
            StatusCode = 200,
        };

    public static DeliveryOutcome Down(Delivery delivery) => Answered(AttemptOutcome.Transient, 503);

    public static DeliveryOutcome SaysNo(Delivery delivery) => Answered(AttemptOutcome.Permanent, 422);

    public static DeliveryOutcome Answered(AttemptOutcome outcome, int status) =>
        DeliveryOutcome.Failed(outcome, ErrorCodes.Http(status), $"HTTP {status}") with
        {
            StatusCode = status,
        };

    /// <summary>From now on every delivery waits, its answer open, until <see cref="Open"/>.</summary>
    public void Close() => _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => Interlocked.Exchange(ref _closed, null)?.SetResult();

    /// <summary>The first delivery, past or coming, of which this is true.</summary>
    public Task<Delivery> Sees(Func<Delivery, bool> isTrue)
    {
        lock (_awaited)
        {
            if (_deliveries.FirstOrDefault(isTrue) is { } seen)
            {
                return Task.FromResult(seen);
            }

            var awaited = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((isTrue, awaited));
            return awaited.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref _atOnce);
        InterlockedMax(ref _mostAtOnce, now);
        try
        {
            Remember(delivery);
            if (_closed is { } closed)
            {
                await closed.Task.WaitAsync(cancellationToken);
            }

            return Answers(delivery);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private void Remember(Delivery delivery)
    {
        lock (_awaited)
        {
            _deliveries.Enqueue(delivery);
            foreach (var awaited in _awaited.Where(a => a.Is(delivery)).ToArray())
            {
                awaited.Seen.TrySetResult(delivery);
                _awaited.Remove(awaited);
            }
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen) { }
    }
}
