using System.Buffers.Text;
using System.Globalization;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// Numbers as ECMAScript writes them (RFC 8785 section 3.2.2.3, ECMA-262 <c>Number::toString</c>): the shortest digits that read back as
/// the same IEEE 754 double.
/// </summary>
/// <remarks>
/// A literal with a fraction or an exponent means the nearest double, as everywhere in JSON, unless that is zero and the literal is not:
/// nobody measures 1e-400, and a value must not vanish. An integer literal without either is what
/// people write for counters and identifiers, and many readers keep all its digits. So beyond ±(2^53-1) it is accepted only when its
/// canonical form is the same number: 10^21 (<c>1e+21</c>) and 2^53 are, 2^53+1 is not, nor is 2^60, which ECMAScript writes
/// 1152921504606847000. A canonical form itself always passes.
/// </remarks>
internal static class CanonicalNumber
{
    private const double LargestSafeInteger = 9007199254740991;

    /// <summary>Writes a number literal whose grammar was checked, or returns the kind of problem.</summary>
    public static JsonProblemKind? Write(ReadOnlySpan<byte> literal, PooledBytes output)
    {
        var digits = literal[0] == '-' ? literal[1..] : literal;
        var integer = !digits.ContainsAny((byte)'.', (byte)'e', (byte)'E');
        if (integer && digits.Length <= 15)
        {
            output.Add(digits is [(byte)'0'] ? digits : literal);
            return null;
        }

        if (!double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return JsonProblemKind.NumberTooLarge;
        if (value == 0 && !IsZero(digits))
            return JsonProblemKind.NumberTooSmall;
        if (integer && Math.Abs(value) > LargestSafeInteger && !Preserves(digits, Math.Abs(value)))
            return JsonProblemKind.IntegerNotExact;
        Write(value, output);
        return null;
    }

    /// <summary>Writes a finite double.</summary>
    public static void Write(double value, PooledBytes output)
    {
        // Below 10^15 whole doubles are their own shortest digits; this also makes -0 a 0.
        if (Math.Abs(value) < 1e15 && Math.Truncate(value) == value)
        {
            Write((long)value, output);
            return;
        }

        if (value < 0)
            output.Add((byte)'-');
        Span<byte> digits = stackalloc byte[32];
        Lay(digits[..ShortestDigits(Math.Abs(value), digits, out var point)], point, output);
    }

    /// <summary>Writes a whole number.</summary>
    public static void Write(long value, PooledBytes output)
    {
        Utf8Formatter.TryFormat(value, output.Reserve(20), out var written);
        output.Advance(written);
    }

    private static bool IsZero(ReadOnlySpan<byte> digits)
    {
        var exponent = digits.IndexOfAny((byte)'e', (byte)'E');
        return !digits[..(exponent < 0 ? digits.Length : exponent)].ContainsAnyExcept((byte)'0', (byte)'.');
    }

    private static bool Preserves(ReadOnlySpan<byte> integer, double value)
    {
        Span<byte> digits = stackalloc byte[32];
        digits = digits[..ShortestDigits(value, digits, out _)];
        return integer.TrimEnd((byte)'0').SequenceEqual(digits);
    }

    /// <summary>The significant digits s and the point p, such that the value is 0.s times 10^p. Returns how many digits.</summary>
    private static int ShortestDigits(double value, Span<byte> digits, out int point)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> mantissa = text[..written];
        point = 0;
        if (mantissa.IndexOf((byte)'E') is >= 0 and var e)
        {
            point = int.Parse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..e];
        }

        var dot = mantissa.IndexOf((byte)'.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var fraction = dot < 0 ? [] : mantissa[(dot + 1)..];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);
        point += whole.Length;

        var all = digits[..(whole.Length + fraction.Length)];
        var zeros = all.IndexOfAnyExcept((byte)'0');
        var significant = all[zeros..].TrimEnd((byte)'0');
        significant.CopyTo(digits);
        point -= zeros;
        return significant.Length;
    }

    private static void Lay(ReadOnlySpan<byte> digits, int point, PooledBytes output)
    {
        switch (point)
        {
            case > 21 or <= -6:
                output.Add(digits[0]);
                if (digits.Length > 1)
                {
                    output.Add((byte)'.');
                    output.Add(digits[1..]);
                }

                output.Add((byte)'e');
                if (point > 0)
                    output.Add((byte)'+');
                Write(point - 1L, output);
                break;
            case <= 0:
                output.Add("0."u8);
                output.Add("000000"u8[..-point]);
                output.Add(digits);
                break;
            case var _ when point < digits.Length:
                output.Add(digits[..point]);
                output.Add((byte)'.');
                output.Add(digits[point..]);
                break;
            default:
                output.Add(digits);
                output.Add("000000000000000000000"u8[..(point - digits.Length)]);
                break;
        }
    }
}
