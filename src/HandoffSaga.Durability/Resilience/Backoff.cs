namespace HandoffSaga.Durability;

/// <summary>
/// How long to wait before the next try, by the number of consecutive failures. There is no last try: the last delay is repeated.
/// </summary>
public sealed class Backoff
{
    private readonly TimeSpan[] _delays;

    /// <param name="delays">The delay after the first failure, after the second, and so on; at least one.</param>
    public Backoff(params ReadOnlySpan<TimeSpan> delays)
    {
        ArgumentOutOfRangeException.ThrowIfZero(delays.Length);
        _delays = delays.ToArray();
    }

    /// <summary>Doubles, starting at <paramref name="first"/> and capped at <paramref name="longest"/>.</summary>
    public static Backoff Exponential(TimeSpan first, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        var delays = new List<TimeSpan>();
        for (var delay = first; delay < longest; delay *= 2)
            delays.Add(delay);
        return new Backoff([.. delays, longest]);
    }

    /// <param name="failures">How many tries have failed in a row, including the last one.</param>
    public TimeSpan After(int failures) => _delays[Math.Clamp(failures, 1, _delays.Length) - 1];
}
