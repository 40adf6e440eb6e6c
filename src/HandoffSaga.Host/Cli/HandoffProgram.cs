using System.CommandLine;
using System.CommandLine.Invocation;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli;

/// <summary>The program from its arguments to its exit code.</summary>
internal static class HandoffProgram
{
    public static async Task<int> Run(IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken interrupted)
    {
        var parsed = CommandTree.Build(surroundings).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

        // The program listens to signals itself: `run` must drain, and a second signal must end it.
        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parsed.Action is ParseErrorAction)
            return WrongUsage(parsed, surroundings);
        try
        {
            return await parsed.InvokeAsync(invocation, interrupted);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return surroundings.Fail(ExitCode.Failed, "interrupted");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return surroundings.Fail(ExitCode.Failed, e.Message);
        }
    }

    private static int WrongUsage(ParseResult parsed, Surroundings surroundings)
    {
        foreach (var error in parsed.Errors)
            surroundings.Fail(ExitCode.WrongUsage, error.Message);
        var command = parsed.CommandResult;
        var path = command.Command is RootCommand ? "handoff" : $"handoff {CommandPath(command)}";
        if (command.Command.Subcommands.Count > 0)
        {
            surroundings.Messages.Line("");
            surroundings.Messages.Columns(
                [.. command.Command.Subcommands.Where(sub => !sub.Hidden).Select(sub => new Ink[] { sub.Name, sub.Description })], "  ");
            surroundings.Messages.Line("");
        }

        surroundings.Messages.Line($"See \"{path} --help\".");
        return ExitCode.WrongUsage;
    }

    private static string CommandPath(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } parent
            ? $"{CommandPath(parent)} {command.Command.Name}"
            : command.Command.Name;
}
