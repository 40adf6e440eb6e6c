using System.Globalization;
using System.Text;

namespace HandoffSaga.Hubs;

/// <summary>Text that came from outside, fit to be shown on one line of a terminal, a log or a page.</summary>
internal static class PrintableText
{
    /// <summary>
    /// Writes control characters, line and paragraph separators, direction marks and unpaired surrogates as <c>\uXXXX</c>,
    /// and leaves everything else alone.
    /// </summary>
    public static string Escape(string text)
    {
        var printable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                printable.Append(text[i]).Append(text[++i]);
            else if (IsPrintable(text[i]))
                printable.Append(text[i]);
            else
                printable.Append($"\\u{(int)text[i]:x4}");
        }

        return printable.ToString();
    }

    /// <summary>Like <see cref="Escape"/>, of at most the first <paramref name="maxLength"/> characters; what was cut is shown as an ellipsis.</summary>
    public static string Excerpt(string text, int maxLength) =>
        text.Length <= maxLength ? Escape(text) : Escape(text[..maxLength]) + "…";

    private static bool IsPrintable(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
