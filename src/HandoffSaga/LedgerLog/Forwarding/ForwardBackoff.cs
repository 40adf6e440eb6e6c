using HandoffSaga.Durability;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>The back-off between two tries. There is no last try.</summary>
internal static class ForwardBackoff
{
    /// <summary>The interval between two polls for new entries; a poll is only a memory read.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a replica stands by while another makes progress.</summary>
    public static readonly TimeSpan StandBy = TimeSpan.FromSeconds(30);

    /// <summary>The longest accepted <c>Retry-After</c> of a receiver.</summary>
    public static readonly TimeSpan MostRetryAfter = TimeSpan.FromHours(1);

    private static readonly Backoff Backoff = new(
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5)
    );

    /// <param name="failures">Consecutive failed tries, 1 or more.</param>
    /// <param name="asked">The delay the receiver requests, if any.</param>
    public static TimeSpan After(int failures, TimeSpan? asked)
    {
        var own = Backoff.After(failures);
        var theirs = asked is { } wait && wait > MostRetryAfter ? MostRetryAfter : asked ?? TimeSpan.Zero;
        return theirs > own ? theirs : own;
    }
}
