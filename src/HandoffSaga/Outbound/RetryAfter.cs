using System.Globalization;

namespace HandoffSaga.Outbound;

/// <summary>
/// The <c>Retry-After</c> field (RFC 9110 section 10.2.3): seconds, or a date in any of the three HTTP forms (section 5.6.7).
/// </summary>
internal static class RetryAfter
{
    /// <summary>RFC 9111 section 1.2.2 reads delta-seconds too large to hold as 2^31.</summary>
    private const long MaxSeconds = 1L << 31;

    private static readonly string[] DateForms =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    /// <summary>
    /// How long to wait from <paramref name="now"/>, zero when that has passed, not capped by any policy; null when it cannot be read.
    /// </summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        var text = value.AsSpan().Trim();
        if (Seconds(text) is { } seconds)
            return TimeSpan.FromSeconds(seconds);
        if (
            !DateTimeOffset.TryParseExact(
                text,
                DateForms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
                out var date
            )
        )
        {
            return null;
        }

        return date > now ? date - now : TimeSpan.Zero;
    }

    private static long? Seconds(ReadOnlySpan<char> text)
    {
        var negative = text.StartsWith("-");
        var digits = negative ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return null;
        if (negative)
            return 0;

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Min(seconds, MaxSeconds)
            : MaxSeconds;
    }
}
