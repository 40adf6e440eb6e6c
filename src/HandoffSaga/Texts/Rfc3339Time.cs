using System.Globalization;
using System.Text.RegularExpressions;

namespace HandoffSaga.Texts;

/// <summary>Times as RFC 3339 section 5.6 writes them, with any number of fractional digits.</summary>
internal static partial class Rfc3339Time
{
    private const int Longest = 64;

    public static bool IsOne(string text) =>
        text.Length <= Longest
        && Shape().Match(text) is { Success: true } match
        && DateOnly.TryParseExact(match.Groups["date"].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // A second 60 is a leap second, which the RFC allows.
    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Shape();
}
