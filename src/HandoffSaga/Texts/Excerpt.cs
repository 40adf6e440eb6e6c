using System.Text;

namespace HandoffSaga.Texts;

/// <summary>Quotes text from a file in a message to people: short and on one line.</summary>
internal static class Excerpt
{
    private const int Longest = 80;

    public static string Quote(string? text)
    {
        if (text is null)
            return "nothing";

        var quoted = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length > Longest)
                return quoted.Append("…'").ToString();
            if (
                Rune.IsControl(rune)
                || rune.Value is 0x2028 or 0x2029
                || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format
            )
            {
                quoted.Append($"\\u{rune.Value:X4}");
            }
            else
            {
                quoted.Append(rune);
            }
        }

        return quoted.Append('\'').ToString();
    }
}
