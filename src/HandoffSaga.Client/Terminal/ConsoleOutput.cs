using System.Text;
using HandoffSaga.Texts;
using Spectre.Console;

namespace HandoffSaga.Client.Terminal;

/// <summary>
/// Writes lines: coloured on a terminal, plain elsewhere, and never with control characters from outside. There are no frames, and only
/// tables on a terminal are fitted to its width, so that output for people can also be searched.
/// </summary>
internal sealed class ConsoleOutput(TextWriter writer, bool terminal, bool colour, int? width = null)
{
    private const int Unwrapped = 100_000;

    private readonly IAnsiConsole? _colours = colour ? Colours(writer) : null;

    public void Line(params ReadOnlySpan<StyledText> parts)
    {
        foreach (var part in parts)
            Write(part, PrintableText.Escape(part.Text));
        writer.WriteLine();
        writer.Flush();
    }

    /// <summary>Rows with their columns below each other, two spaces between.</summary>
    public void Columns(IReadOnlyList<StyledText[]> rows, string indent = "")
    {
        var texts = rows.Select(row => row.Select(cell => PrintableText.Escape(cell.Text)).ToArray()).ToList();
        var widths = Enumerable
            .Range(0, texts.Count == 0 ? 0 : texts.Max(row => row.Length))
            .Select(column => texts.Max(row => column < row.Length ? row[column].GetCellWidth() : 0))
            .ToArray();
        var fit = TableFit.Of(widths, width is { } columns ? columns - indent.Length : int.MaxValue);
        for (var r = 0; r < rows.Count; r++)
            WriteRow(rows[r], texts[r], widths, fit, indent);
        writer.Flush();
    }

    private void WriteRow(StyledText[] cells, string[] texts, int[] widths, TableFit fit, string indent)
    {
        var last = Array.FindLastIndex(texts, text => text.Length > 0);
        for (var l = 0; l < fit.Lines.Count; l++)
        {
            var (from, to, more) = fit.Lines[l];
            if (l > 0 && from > last)
                break;
            var margin = new string(' ', indent.Length + more);
            writer.Write(margin);
            var end = Math.Min(to, last);
            for (var c = from; c < end; c++)
            {
                Write(cells[c], texts[c]);
                writer.Write(new string(' ', widths[c] - texts[c].GetCellWidth() + 2));
            }

            if (end >= from)
            {
                var room = end == widths.Length - 1 ? fit.LastWidth : int.MaxValue;
                WriteLast(cells[end], texts[end], room, margin.Length + TableFit.Place(widths, from, end));
            }

            writer.WriteLine();
        }
    }

    /// <summary>The last cell of a line may be sentences: they are broken between words, and go on below where they began.</summary>
    private void WriteLast(StyledText cell, string text, int room, int place)
    {
        var lines = WordWrap.Lines(text, room);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0)
            {
                writer.WriteLine();
                writer.Write(new string(' ', place));
            }

            Write(cell, lines[i]);
        }
    }

    /// <summary>Writes this program's own text unchanged: a script, a diagram, a key.</summary>
    public void Raw(string text)
    {
        writer.Write(text);
        if (!text.EndsWith('\n'))
            writer.WriteLine();
        writer.Flush();
    }

    /// <summary>
    /// Writes a JSON document byte for byte. On a terminal, control characters are written as <c>\uXXXX</c>, which in JSON is the same
    /// text.
    /// </summary>
    public void Json(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        Raw(terminal ? string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(PrintableText.Escape)) : text);
    }

    private void Write(StyledText part, string text)
    {
        if (_colours is null || part.Tone == Tone.Plain || text.Length == 0)
            writer.Write(text);
        else
            _colours.Write(new Text(text, part.Style));
    }

    private static IAnsiConsole Colours(TextWriter writer)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.EightBit,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        console.Profile.Width = Unwrapped;
        return console;
    }
}
