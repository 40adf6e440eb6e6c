using System.Globalization;

namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// Resolves plain scalars by the core schema of YAML 1.2.2 (section 10.3.2), and no other rules: <c>NO</c>, <c>on</c>, <c>12:30</c>,
/// <c>1_000</c> and dates are strings.
/// </summary>
internal static class CoreSchema
{
    /// <summary>The largest integer every JSON reader agrees on (RFC 8259 section 6), 2^53 - 1.</summary>
    private const long LargestInteger = (1L << 53) - 1;

    /// <summary>The value, or why JSON cannot hold it.</summary>
    public static (YamlValue? Value, string? Rejection) Resolve(string text, int line) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => (new YamlNull(line), null),
            "true" or "True" or "TRUE" => (new YamlTruth(line, true), null),
            "false" or "False" or "FALSE" => (new YamlTruth(line, false), null),
            ".nan" or ".NaN" or ".NAN" => (null, "not a number, which JSON cannot represent"),
            _ when text.TrimStart('+', '-') is ".inf" or ".Inf" or ".INF" && text.Length <= 5 => (
                null,
                "an infinite number, which JSON cannot represent"
            ),
            ['0', 'o', ..] when text.Length > 2 && !text.AsSpan(2).ContainsAnyExceptInRange('0', '7') => Radix(text.AsSpan(2), 8, line),
            ['0', 'x', ..] when text.Length > 2 && IsHex(text.AsSpan(2)) => Radix(text.AsSpan(2), 16, line),
            _ when NumberShape.Of(text) is { } shape => shape.IsInteger ? Integer(shape, line) : Fraction(shape, line),
            _ => (new YamlText(line, text), null),
        };

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }

        return true;
    }

    private static (YamlValue?, string?) Radix(ReadOnlySpan<char> digits, int radix, int line)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value * radix) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
            if (value > LargestInteger)
                return TooLarge;
        }

        return (new YamlNumber(line, value.ToString(CultureInfo.InvariantCulture), value), null);
    }

    private static (YamlValue?, string?) Integer(NumberShape shape, int line)
    {
        if (shape.Whole.Length > 16)
            return TooLarge;

        var value = long.Parse(shape.Whole, NumberStyles.None, CultureInfo.InvariantCulture);
        if (value > LargestInteger)
            return TooLarge;

        value = shape.Negative ? -value : value;
        return (new YamlNumber(line, value.ToString(CultureInfo.InvariantCulture), value), null);
    }

    private static (YamlValue?, string?) Fraction(NumberShape shape, int line)
    {
        var json = shape.ToJson();
        var value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value) || (value == 0 && !shape.IsZero))
            return (null, "a number beyond the range of a double: quote it if it is text");

        return (new YamlNumber(line, json, null), null);
    }

    private static (YamlValue?, string?) TooLarge => (null, "an integer beyond 2^53 - 1: quote it if it is text");
}
