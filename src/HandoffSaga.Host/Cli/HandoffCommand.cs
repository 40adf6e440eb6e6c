using System.CommandLine;

namespace HandoffSaga.Host.Cli;

/// <summary>A command with notes and examples at the end of its help.</summary>
internal sealed class HandoffCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines without the program's name, each with what it does.</summary>
    public IReadOnlyList<(string Line, string Does)> Examples { get; init; } = [];

    /// <summary>Notes on exit codes, rules and formats.</summary>
    public string? Notes { get; init; }
}
