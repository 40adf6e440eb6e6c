using System.Globalization;

namespace HandoffSaga.Ledger;

/// <summary>Whole numbers as the C2SP formats write them: ASCII digits, no sign, no leading zero.</summary>
internal static class DecimalText
{
    public static bool TryRead(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && (text[0] != '0' || text.Length == 1);
}
