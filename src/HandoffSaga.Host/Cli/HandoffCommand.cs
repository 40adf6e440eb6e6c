using System.CommandLine;

namespace HandoffSaga.Host.Cli;

/// <summary>A command that teaches its use by examples at the end of its help.</summary>
internal sealed class HandoffCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines without the program's name, each with what it does.</summary>
    public IReadOnlyList<(string Line, string Does)> Examples { get; init; } = [];

    /// <summary>What the options do not say: exit codes, rules, forms.</summary>
    public string? Notes { get; init; }
}
