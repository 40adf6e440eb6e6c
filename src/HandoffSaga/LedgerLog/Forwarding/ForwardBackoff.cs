using HandoffSaga.Durability;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>How long to wait between two tries. There is no last try.</summary>
internal static class ForwardBackoff
{
    /// <summary>Between two looks whether there is something new; a look costs nothing but a memory read.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one replica leaves the work to another that gets on with it.</summary>
    public static readonly TimeSpan StandBy = TimeSpan.FromSeconds(30);

    /// <summary>A receiver's <c>Retry-After</c> counts up to this.</summary>
    public static readonly TimeSpan MostRetryAfter = TimeSpan.FromHours(1);

    private static readonly Backoff Backoff = new(
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5)
    );

    /// <param name="failures">Tries in a row that failed, 1 or more.</param>
    /// <param name="asked">What the receiver asks for, if anything.</param>
    public static TimeSpan After(int failures, TimeSpan? asked)
    {
        var own = Backoff.After(failures);
        var theirs = asked is { } wait && wait > MostRetryAfter ? MostRetryAfter : asked ?? TimeSpan.Zero;
        return theirs > own ? theirs : own;
    }
}
