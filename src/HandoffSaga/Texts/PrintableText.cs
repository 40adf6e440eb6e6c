using System.Buffers;
using System.Globalization;
using System.Text;

namespace HandoffSaga.Texts;

/// <summary>Makes untrusted text safe to show on one line of a terminal, a log or a page.</summary>
internal static class PrintableText
{
    /// <summary>
    /// Escapes control characters, line and paragraph separators, direction marks, all other invisible characters and unpaired surrogates
    /// as <c>\uXXXX</c>, two of them beyond the basic plane, which in JSON is the same text. Everything else stays.
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

    /// <summary>Like <see cref="Escape"/>, limited to the first <paramref name="maxLength"/> characters; an ellipsis marks a cut.</summary>
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
