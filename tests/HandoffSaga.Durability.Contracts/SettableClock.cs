using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Durability.Contracts;

/// <summary>A machine's clock, which somebody may set: timers and timestamps go on evenly, as they do on a real machine.</summary>
internal class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _setBy;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _setBy;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void Set(TimeSpan by) => _setBy += by;
}
