using System.Collections;

namespace HandoffSaga.Client.Terminal;

/// <summary>Everything a command uses of its process, so that a spec can replace it.</summary>
internal sealed record CliContext
{
    public required TextWriter Output { get; init; }
    public required TextWriter Error { get; init; }
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Standard output as bytes; null where there is only <see cref="Output"/>.</summary>
    public Func<Stream>? OpenOutput { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }
    public required string WorkingFolder { get; init; }
    public bool OutputIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The root of the file system in which an installed service is looked for; a spec has its own.</summary>
    public string Root { get; init; } = "/";

    /// <summary>The terminal's width; null where it is not known.</summary>
    public int? Width { get; init; }

    public string User { get; init; } = Environment.UserName;
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Standard output, for data.</summary>
    public ConsoleOutput Data => field ??= new ConsoleOutput(Output, OutputIsTerminal, OutputWantsColour, OutputIsTerminal ? Width : null);

    /// <summary>Standard error, for messages and progress.</summary>
    public ConsoleOutput Messages => field ??= new ConsoleOutput(Error, ErrorIsTerminal, ErrorWantsColour, ErrorIsTerminal ? Width : null);

    public bool OutputWantsColour => OutputIsTerminal && WantsColour;

    public bool ErrorWantsColour => ErrorIsTerminal && WantsColour;

    /// <summary>NO_COLOR is set to any non-empty value (no-color.org).</summary>
    private bool WantsColour => string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public static CliContext OfThisProcess() =>
        new()
        {
            Output = Console.Out,
            Error = Console.Error,
            OpenInput = Console.OpenStandardInput,
            OpenOutput = Console.OpenStandardOutput,
            Variables = Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal),
            WorkingFolder = Environment.CurrentDirectory,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = TerminalWidth(),
        };

    private static int? TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Prints what is wrong on stderr and returns the exit code.</summary>
    public int Fail(int exitCode, string message)
    {
        Messages.Line(StyledText.Bad("handoff: "), message);
        return exitCode;
    }
}
