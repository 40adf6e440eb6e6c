using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;

namespace HandoffSaga.Host.Cli;

/// <summary>Runs the program from its arguments to its exit code.</summary>
internal static class HandoffProgram
{
    /// <summary>Parses the arguments, runs the command and returns its exit code.</summary>
    public static async Task<int> Run(IReadOnlyList<string> arguments, CliContext cli, CancellationToken interrupted)
    {
        var parsed = CommandTree.Build(cli).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

        // The program listens to signals itself: `run` must drain, and a second signal must end it.
        var invocation = new InvocationConfiguration
        {
            Output = cli.Output,
            Error = cli.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parsed.Action is ParseErrorAction)
            return WrongUsage(parsed, cli);
        try
        {
            return await parsed.InvokeAsync(invocation, interrupted);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return cli.Fail(ExitCode.Failed, "interrupted");
        }
        catch (Exception e) when (e is StoreUnusableException or StartRefusedException)
        {
            // The exit code that a supervisor does not restart after.
            return cli.Fail(ExitCode.WrongUsage, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreInUseException or StoreUnavailableException)
        {
            return cli.Fail(ExitCode.Failed, e.Message);
        }
        catch (Exception e)
        {
            // Everything known about the error, for the bug report.
            cli.Fail(ExitCode.Failed, "unexpected error:");
            foreach (var line in e.ToString().ReplaceLineEndings("\n").Split('\n'))
                cli.Messages.Line(line);
            return ExitCode.Failed;
        }
    }

    private static int WrongUsage(ParseResult parsed, CliContext cli)
    {
        foreach (var error in ParseErrors.Describe(parsed))
            cli.Fail(ExitCode.WrongUsage, error);
        var command = parsed.CommandResult;
        var subcommands = command.Command.Subcommands;
        if (
            parsed.UnmatchedTokens is [var typed, ..]
            && subcommands.Count > 0
            && Spelling.Nearest(typed, subcommands.Select(sub => sub.Name)) is { } meant
        )
        {
            cli.Messages.Line($"Did you mean {PathTo(command)} {meant}?");
        }
        else if (subcommands.Count > 0)
        {
            cli.Messages.Columns([.. subcommands.Select(sub => new StyledText[] { sub.Name, sub.Description })], "  ");
        }

        cli.Messages.Line($"See \"{PathTo(command)} --help\".");
        return ExitCode.WrongUsage;
    }

    private static string PathTo(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathTo(parent)} {command.Command.Name}" : "handoff";
}
