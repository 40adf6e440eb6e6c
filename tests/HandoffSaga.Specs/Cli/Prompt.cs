using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli;

namespace HandoffSaga.Specs.Cli;

/// <summary>Somebody at a prompt, in a folder of their own.</summary>
internal sealed class Prompt : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handoff-cli-");

    public Dictionary<string, string> Variables { get; } = [];

    public bool Terminal { get; set; }

    /// <summary>The terminal's width.</summary>
    public int? Width { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public byte[] Input { get; set; } = [];

    public string Folder => _folder.FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<Outcome> Types(params string[] arguments) => Types(CancellationToken.None, arguments);

    public async Task<Outcome> Types(CancellationToken interrupted, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await HandoffProgram.Run(arguments, CliContext(output, error), interrupted);
        return new Outcome(exitCode, output.ToString(), error.ToString());
    }

    public CliContext CliContext(TextWriter output, TextWriter error) =>
        new()
        {
            Output = output,
            Error = error,
            OpenInput = () => new MemoryStream(Input),
            Variables = Variables,
            WorkingFolder = Folder,
            OutputIsTerminal = Terminal,
            ErrorIsTerminal = Terminal,
            User = "operator",
            Root = Path.Combine(Folder, "root"),
            Width = Width,
            Clock = Clock,
        };

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.TrimEnd('\n').Split('\n');
}
