using System.Globalization;
using HandoffSaga.Settings;

namespace HandoffSaga.Client.Terminal;

/// <summary>
/// Reads a time as people type it: <c>1h</c> (that long ago), <c>now</c>, <c>today</c>, <c>yesterday</c>, a date, a date with a time, or RFC
/// 3339. Days begin at midnight UTC, and what names no zone is UTC, as all times of the program are.
/// </summary>
internal static class PastTime
{
    public const string Forms = "1h, 2d, today, yesterday, 2025-06-01, 2025-06-01T14:00 or 2025-06-01T14:00:00Z";

    private static readonly string[] Dates =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public static bool TryRead(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        switch (text.Trim().ToLowerInvariant())
        {
            case "now":
                time = now;
                return true;
            case "today":
                time = midnight;
                return true;
            case "yesterday":
                time = midnight.AddDays(-1);
                return true;
        }

        if (
            DateTimeOffset.TryParseExact(
                text.Trim(),
                Dates,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out time
            )
        )
        {
            return true;
        }

        if (!text.Contains(':', StringComparison.Ordinal) && Duration.TryParse(text, out var ago) && ago < now - DateTimeOffset.MinValue)
        {
            time = now - ago;
            return true;
        }

        return false;
    }
}
