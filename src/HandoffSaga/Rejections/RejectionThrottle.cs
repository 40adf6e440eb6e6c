using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using HandoffSaga.Durability;

namespace HandoffSaga.Rejections;

/// <summary>
/// Keeps a flood of bad signoffs from becoming a flood of ledger entries, alerts and log lines. The first ten of a minute are reported
/// individually, the others in one summary when the minute is over. Every rejection is stored and counted in the meter.
/// </summary>
internal sealed class RejectionThrottle(TimeProvider clock)
{
    /// <summary>Rejections reported individually in each <see cref="Window"/>.</summary>
    public const int OneByOne = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly Counter<long> Rejected = Telemetry.Meter.CreateCounter<long>(
        "handoff.signoff.refusals",
        "{signoff}",
        "Signoffs rejected at intake, by reason and entrance."
    );

    private readonly SteadyClock _steady = new(clock);
    private readonly Lock _gate = new();
    private readonly Channel<RejectionWindow> _windows = Channel.CreateUnbounded<RejectionWindow>();
    private readonly Dictionary<Guid, RejectionWindow> _unreported = [];
    private Throttle _throttle = new(OneByOne, Window);
    private RejectionWindow? _current;
    private UInt128 _lastId;

    /// <summary>The minutes with a summary, as they begin; <see cref="Reported"/> ends each.</summary>
    public ChannelReader<RejectionWindow> Windows => _windows.Reader;

    /// <summary>Admits a rejection and decides how it is reported. <see cref="Written"/> must follow.</summary>
    public Rejection Admit(string reason, string source, string? packageId, string detail, ReadOnlyMemory<byte> received)
    {
        Rejected.Add(1, new("reason", reason), new("source", source));
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var rejection = new Rejection(NextId(now), reason, source, packageId, detail, received, now);
            _throttle = _throttle.Next(_steady.Now, out var isReportedAlone);
            if (!isReportedAlone)
                return rejection with { Summary = (_current ??= Begin(rejection)).Count(rejection) };
            _current = null;
            return rejection;
        }
    }

    /// <summary>The rejection is on disk, or could not be written.</summary>
    public void Written(Rejection rejection)
    {
        lock (_gate)
        {
            if (rejection.Summary is { } summary && _unreported.TryGetValue(summary.Id, out var window))
                window.Written();
        }
    }

    /// <summary>Whether this process is going to report that summary.</summary>
    public bool IsOwn(Guid summary)
    {
        lock (_gate)
            return _unreported.ContainsKey(summary);
    }

    /// <summary>How long until its minute is over, also when the machine's clock was set meanwhile.</summary>
    public TimeSpan UntilOver(RejectionWindow window) => window.Ends - _steady.Now;

    public void Reported(RejectionWindow window)
    {
        lock (_gate)
            _unreported.Remove(window.Id);
    }

    private RejectionWindow Begin(Rejection first)
    {
        var window = new RejectionWindow(first.Id, first.At, _throttle.WindowEnds);
        _unreported.Add(window.Id, window);
        _windows.Writer.TryWrite(window);
        return window;
    }

    /// <summary>An id that sorts in order of arrival, also within one millisecond, because the store keeps the newest rows.</summary>
    private Guid NextId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        _lastId = UInt128.Max(BinaryPrimitives.ReadUInt128BigEndian(bytes), _lastId + 1);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _lastId);
        return new Guid(bytes, bigEndian: true);
    }
}
