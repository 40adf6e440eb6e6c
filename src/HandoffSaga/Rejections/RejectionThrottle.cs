using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using HandoffSaga.Durability;

namespace HandoffSaga.Rejections;

/// <summary>
/// Keeps a flood of bad signoffs from becoming a flood of ledger entries, alerts and log lines: ten in a minute are told one by one, what comes
/// beyond them in that minute is counted and told in one sum when the minute is over. Every rejection counts in the meter, and every one is kept.
/// </summary>
internal sealed class RejectionThrottle(TimeProvider clock)
{
    /// <summary>Rejections told one by one in each <see cref="Window"/>.</summary>
    public const int OneByOne = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly Counter<long> Rejected = Telemetry.Meter.CreateCounter<long>(
        "handoff.signoffs.refused", "{signoff}", "Signoffs refused at intake, by reason and entrance.");

    private readonly Lock _gate = new();
    private DateTimeOffset _began = DateTimeOffset.MinValue;
    private int _told;
    private UInt128 _lastId;
    private RejectionSummary? _counted;
    private TaskCompletionSource<DateTimeOffset> _overflow = New();

    /// <summary>Takes a rejection in and decides how it is told.</summary>
    public Rejection Admit(string reason, string source, string? packageId, string detail, ReadOnlyMemory<byte> received)
    {
        Rejected.Add(1, new("reason", reason), new("source", source));
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _began >= Window)
                (_began, _told) = (now, 0);
            var rejection = new Rejection(NextId(now), reason, source, packageId, detail, received, now, IsTold: _told < OneByOne);
            if (rejection.IsTold)
                _told++;
            else
                Count(RejectionSummary.Of(rejection));
            return rejection;
        }
    }

    /// <summary>Completes when there is something to sum up, with the time to do so.</summary>
    public Task<DateTimeOffset> Overflow()
    {
        lock (_gate)
            return _overflow.Task;
    }

    /// <summary>What was counted and not told yet; the caller tells it.</summary>
    public RejectionSummary? Take()
    {
        lock (_gate)
        {
            var counted = _counted;
            _counted = null;
            _overflow = New();
            return counted;
        }
    }

    /// <summary>A sum that could not be told after all waits for the next one.</summary>
    public void PutBack(RejectionSummary sum)
    {
        lock (_gate)
            Count(sum, before: true);
    }

    /// <summary>In the order they came, also within one millisecond: by it a later run knows which were told.</summary>
    private Guid NextId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        _lastId = UInt128.Max(BinaryPrimitives.ReadUInt128BigEndian(bytes), _lastId + 1);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _lastId);
        return new Guid(bytes, bigEndian: true);
    }

    private void Count(RejectionSummary sum, bool before = false)
    {
        _counted = _counted is null ? sum : before ? sum.And(_counted) : _counted.And(sum);
        _overflow.TrySetResult(_began + Window);
    }

    private static TaskCompletionSource<DateTimeOffset> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
