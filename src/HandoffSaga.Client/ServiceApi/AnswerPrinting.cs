using System.Text.Json.Serialization.Metadata;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>Prints an answer and gives the exit code.</summary>
internal static class AnswerPrinting
{
    /// <summary>Prints the answer as JSON or by <paramref name="show"/>; on a failure says why.</summary>
    public static int Print<T>(this CliContext cli, ApiAnswer answer, bool json, JsonTypeInfo<T> type, Action<ConsoleOutput, T> show)
        where T : class
    {
        if (!answer.Succeeded)
            return cli.Fail(answer);
        if (json)
        {
            cli.Data.Json(answer.Body);
            return ExitCode.Done;
        }

        if (answer.Read(type) is not { } value)
            return cli.Fail(ExitCode.Failed, "The server is not a handoff service: check --url and HANDOFF_URL.");
        show(cli.Data, value);
        return ExitCode.Done;
    }

    public static int Fail(this CliContext cli, ApiAnswer answer)
    {
        cli.Fail(answer.ExitCode, answer.Explanation);
        foreach (var error in ProblemErrors.Of(answer))
            cli.Messages.Line("  ", error);
        return answer.ExitCode;
    }
}
