using System.Text.Json.Serialization.Metadata;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli.Client;

/// <summary>From an answer to the screen and the exit code.</summary>
internal static class AnswerPrinting
{
    /// <summary>Prints the answer as JSON or by <paramref name="show"/>; on a failure says why.</summary>
    public static int Print<T>(this Surroundings surroundings, ApiAnswer answer, bool json, JsonTypeInfo<T> type, Action<Screen, T> show)
        where T : class
    {
        if (!answer.Succeeded)
            return surroundings.Fail(answer);
        if (json)
        {
            surroundings.Data.Json(answer.Body);
            return ExitCode.Done;
        }

        if (answer.Read(type) is not { } value)
            return surroundings.Fail(ExitCode.Failed, "What answers there is not a handoff service.");
        show(surroundings.Data, value);
        return ExitCode.Done;
    }

    public static int Fail(this Surroundings surroundings, ApiAnswer answer)
    {
        surroundings.Fail(answer.ExitCode, answer.Explanation);
        foreach (var error in ProblemErrors.Of(answer))
            surroundings.Messages.Line("  ", error);
        return answer.ExitCode;
    }
}
