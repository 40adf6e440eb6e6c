using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli;

/// <summary>Prints the standard help, then notes and examples.</summary>
internal sealed class HelpWithExamples(HelpAction standard, int? terminalWidth) : SynchronousCommandLineAction
{
    private const int UsualWidth = 80;

    private readonly int _width = Math.Max(terminalWidth ?? UsualWidth, 40);

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        standard.MaxWidth = _width;
        standard.Invoke(parseResult);
        if (parseResult.CommandResult.Command is HandoffCommand command)
            Write(parseResult.InvocationConfiguration.Output, command);
        return ExitCode.Done;
    }

    private void Write(TextWriter output, HandoffCommand command)
    {
        if (command.Notes is { } notes)
        {
            output.WriteLine("Notes:");
            foreach (var line in WordWrap.Paragraphs(notes, _width - 2))
                output.WriteLine($"  {line}".TrimEnd());
            output.WriteLine();
        }

        if (command.Examples.Count == 0)
            return;
        output.WriteLine("Examples:");
        foreach (var (line, does) in command.Examples)
        {
            if (does.Length > 0)
            {
                foreach (var comment in WordWrap.Lines(does, _width - 4))
                    output.WriteLine($"  # {comment}");
            }

            output.WriteLine($"  {Continued($"handoff {line}")}");
        }

        output.WriteLine();
    }

    /// <summary>A command line that is broken as a shell reads it: at a space outside quotes, with a backslash.</summary>
    private string Continued(string line)
    {
        const string next = " \\\n      ";
        var room = _width - 2 - 2;
        var (text, begun) = (new StringBuilder(), 0);
        foreach (var word in Words(line))
        {
            if (begun > 0 && begun + 1 + word.Length > room)
            {
                text.Append(next);
                (begun, room) = (0, _width - 6 - 2);
            }
            else if (begun > 0)
            {
                text.Append(' ');
                begun++;
            }

            text.Append(word);
            begun += word.Length;
        }

        return text.ToString();
    }

    private static IEnumerable<string> Words(string line)
    {
        var (from, quote) = (0, '\0');
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0' ? line[i] == quote : line[i] is '"' or '\'')
                quote = quote == '\0' ? line[i] : '\0';
            if (line[i] != ' ' || quote != '\0')
                continue;
            yield return line[from..i];
            from = i + 1;
        }

        yield return line[from..];
    }
}
