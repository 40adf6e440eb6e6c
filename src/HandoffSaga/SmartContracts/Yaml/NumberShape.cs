namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// The parts of a number written as <c>[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?</c>, the core schema's integers and floats.
/// </summary>
/// <param name="Whole">The digits before the point, without leading zeros: at least one.</param>
/// <param name="Fraction">The digits after the point; null without a point.</param>
/// <param name="Exponent">The digits after the <c>e</c>, with their sign; null without one.</param>
internal sealed record NumberShape(bool Negative, string Whole, string? Fraction, string? Exponent)
{
    public bool IsInteger => Fraction is null && Exponent is null;

    public bool IsZero => Whole == "0" && (Fraction is null || !Fraction.AsSpan().ContainsAnyExcept('0'));

    public static NumberShape? Of(string text)
    {
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];

        var whole = TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = default;
        var pointed = rest is ['.', ..];
        if (pointed)
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        if (whole.IsEmpty && fraction.IsEmpty)
            return null;

        string? exponent = null;
        if (rest is ['e' or 'E', ..])
        {
            exponent = rest[1..].ToString();
            rest = rest[1..];
            if (rest is ['-' or '+', ..])
                rest = rest[1..];
            if (TakeDigits(ref rest).IsEmpty)
                return null;
        }

        if (!rest.IsEmpty)
            return null;

        var significant = whole.TrimStart('0');
        return new NumberShape(
            negative,
            significant.IsEmpty ? "0" : significant.ToString(),
            pointed ? fraction.ToString() : null,
            exponent
        );
    }

    /// <summary>The same number as JSON writes it: no plus in front, no leading zeros, a digit on both sides of the point.</summary>
    public string ToJson()
    {
        var point = Fraction is null ? "" : "." + (Fraction.Length == 0 ? "0" : Fraction);
        var power = Exponent is null ? "" : "e" + Exponent;
        return (Negative ? "-" : "") + Whole + point + power;
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }
}
