using System.Globalization;

namespace HandoffSaga.Client.Terminal;

/// <summary>Times for people: how long ago or ahead on a terminal, exact (RFC 3339, UTC) elsewhere and with <c>--utc</c>.</summary>
internal sealed class ShownTimes(bool exact, TimeProvider clock)
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(100);

    /// <summary>The time in words, as <c>3m ago</c> or <c>in 4m</c>; <c>-</c> for none.</summary>
    public string Of(string? time)
    {
        if (time is null)
            return "-";
        if (exact || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return time;
        var age = clock.GetUtcNow() - at;
        return age.Duration() >= LongestAge ? at.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : age.Duration() < TimeSpan.FromSeconds(1) ? "now"
            : age > TimeSpan.Zero ? $"{Length(age)} ago"
            : $"in {Length(-age)}";
    }

    private static string Length(TimeSpan length) =>
        length switch
        {
            { TotalSeconds: < 90 } => Whole(length.TotalSeconds, "s"),
            { TotalMinutes: < 90 } => Whole(length.TotalMinutes, "m"),
            { TotalHours: < 48 } => Whole(length.TotalHours, "h"),
            _ => Whole(length.TotalDays, "d"),
        };

    private static string Whole(double number, string unit) => Math.Floor(number).ToString(CultureInfo.InvariantCulture) + unit;
}
