using System.Buffers;
using System.Globalization;
using System.Text;

namespace HandoffSaga.Texts;

/// <summary>Text that came from outside, fit to be shown on one line of a terminal, a log or a page.</summary>
internal static class PrintableText
{
    /// <summary>
    /// Writes control characters, line and paragraph separators, direction marks and everything else that is not seen, and unpaired
    /// surrogates as <c>\uXXXX</c>, beyond the basic plane as two of them, which in JSON is the same text; everything else is left alone.
    /// </summary>
    public static string Escape(string text)
    {
        if (IsPrintable(text))
            return text;

        var printable = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            if (whole && IsPrintable(rune))
            {
                printable.Append(rest[..length]);
            }
            else
            {
                foreach (var unit in rest[..length])
                    printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }

            rest = rest[length..];
        }

        return printable.ToString();
    }

    /// <summary>
    /// Like <see cref="Escape"/>, of at most the first <paramref name="maxLength"/> characters; what was cut is shown as an ellipsis.
    /// </summary>
    public static string Excerpt(string text, int maxLength) => text.Length <= maxLength ? Escape(text) : Escape(text[..maxLength]) + "…";

    private static bool IsPrintable(string text)
    {
        foreach (var character in text)
        {
            if (char.IsSurrogate(character) || !IsPrintable(char.GetUnicodeCategory(character)))
                return false;
        }

        return true;
    }

    private static bool IsPrintable(Rune rune) => IsPrintable(Rune.GetUnicodeCategory(rune));

    private static bool IsPrintable(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
