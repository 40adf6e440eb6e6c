using Spectre.Console;

namespace HandoffSaga.Client.Terminal;

/// <summary>Breaks text into lines between words. A word that is longer than a line stays whole.</summary>
internal static class WordWrap
{
    /// <summary>The lines of a text without line breaks; one empty line of an empty text.</summary>
    public static IReadOnlyList<string> Lines(string text, int width)
    {
        if (text.GetCellWidth() <= width)
            return [text];
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.GetCellWidth() + 1 + word.GetCellWidth() > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>
    /// Text that was broken by hand at any width, broken at this one. A line that does not end a sentence is continued by the next.
    /// </summary>
    public static IEnumerable<string> Paragraphs(string text, int width)
    {
        var paragraph = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            paragraph = paragraph.Length == 0 ? line : $"{paragraph} {line}";
            if (line.Length > 0 && line[^1] is not ('.' or ':'))
                continue;
            foreach (var shown in Lines(paragraph, width))
                yield return shown;
            paragraph = "";
        }

        if (paragraph.Length == 0)
            yield break;
        foreach (var shown in Lines(paragraph, width))
            yield return shown;
    }
}
