using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli;

/// <summary>Prints the standard help, then notes and examples.</summary>
internal sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        standard.MaxWidth = Math.Max(standard.MaxWidth, 110);
        standard.Invoke(parseResult);
        if (parseResult.CommandResult.Command is HandoffCommand command)
            Write(parseResult.InvocationConfiguration.Output, command);
        return ExitCode.Done;
    }

    private static void Write(TextWriter output, HandoffCommand command)
    {
        if (command.Notes is { } notes)
        {
            output.WriteLine("Notes:");
            foreach (var line in notes.Split('\n'))
                output.WriteLine($"  {line.TrimEnd()}".TrimEnd());
            output.WriteLine();
        }

        if (command.Examples.Count == 0)
            return;
        output.WriteLine("Examples:");
        var width = command.Examples.Max(example => example.Line.Length) + 2;
        foreach (var (line, does) in command.Examples)
            output.WriteLine(does.Length == 0 ? $"  handoff {line}" : $"  handoff {line.PadRight(width)}# {does}");
        output.WriteLine();
    }
}
