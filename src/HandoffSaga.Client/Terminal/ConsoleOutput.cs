using System.Text;
using HandoffSaga.Texts;
using Spectre.Console;

namespace HandoffSaga.Client.Terminal;

/// <summary>
/// Writes lines: coloured on a terminal, plain elsewhere, and never with control characters from outside. Lines have no wrapping and no
/// frames, so that output for people can also be searched.
/// </summary>
internal sealed class ConsoleOutput(TextWriter writer, bool terminal, bool colour)
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
        for (var r = 0; r < rows.Count; r++)
        {
            writer.Write(indent);
            var last = Array.FindLastIndex(texts[r], text => text.Length > 0);
            for (var c = 0; c <= last; c++)
            {
                Write(rows[r][c], texts[r][c]);
                if (c < last)
                    writer.Write(new string(' ', widths[c] - texts[r][c].GetCellWidth() + 2));
            }

            writer.WriteLine();
        }

        writer.Flush();
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
                ColorSystem = ColorSystemSupport.Standard,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        console.Profile.Width = Unwrapped;
        return console;
    }
}
