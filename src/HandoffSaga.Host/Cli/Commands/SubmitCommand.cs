using System.CommandLine;
using System.Net;
using System.Text.Json;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli.Commands.Waiting;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Submits signoffs from files to a running service.</summary>
internal static class SubmitCommand
{
    /// <summary>Builds <c>handoff submit</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Signoffs as JSON files; - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new HandoffCommand("submit", "Submits signoffs to a running service; accepted means it is on disk")
        {
            Notes =
                """
                    Prints for each file accepted, duplicate, conflict, refused or failed, and every reason.
                    Exit code 0 when all were accepted or are duplicates, 5 when the package id of one already belongs to
                    another signoff, else 1. A rejected signoff does not use up its package id: correct it and submit again.

                    """ + WaitOptions.Notes,
            Examples =
            [
                ("submit signoff.json", ""),
                ("submit outbox/*.json", "many"),
                ("submit - < signoff.json", ""),
                ("submit signoff.json --wait --timeout 5m", "until the hubs have confirmed"),
            ],
        };
        command.Add(files);
        var wait = WaitOptions.Of(command);
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        List<Submission> submissions = [];
                        foreach (var file in parsed.GetRequiredValue(files))
                        {
                            var submission = await Submit(client, cli, file, cancellationToken);
                            submissions.Add(submission);
                            if (!service.Json(parsed))
                                Show(cli, submission);
                        }

                        if (wait.Wait(parsed, client, cli, service.Json(parsed)) is { } waiting)
                            submissions = await Follow(waiting, submissions, cli, service.Json(parsed), cancellationToken);
                        if (service.Json(parsed))
                            cli.Data.Json(Json(submissions));
                        return submissions.Any(submission => submission.Result == SubmissionResults.Conflict) ? ExitCode.Conflict
                            : submissions.FirstOrDefault(submission => submission.Answer is { WantsToken: true })?.Answer is { } notAllowed
                                ? notAllowed.ExitCode
                            : submissions.All(submission => submission.IsIn)
                                ? submissions
                                    .Select(submission => submission.Waited?.ExitCode ?? ExitCode.Done)
                                    .FirstOrDefault(code => code != ExitCode.Done)
                            : ExitCode.Failed;
                    }
                )
        );
        return command;
    }

    private static async Task<Submission> Submit(HandoffClient client, CliContext cli, string file, CancellationToken cancellationToken)
    {
        byte[] signoff;
        try
        {
            signoff = await cli.Read(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file, SubmissionResults.Failed, e.Message, null);
        }

        var answer = await client.Submit(signoff, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.Accepted => new(file, SubmissionResults.Accepted, PackageIn(answer), answer),
            HttpStatusCode.OK => new(file, SubmissionResults.Duplicate, PackageIn(answer), answer),
            HttpStatusCode.Conflict => new(file, SubmissionResults.Conflict, answer.Explanation, answer),
            { } status when (int)status is >= 400 and < 500 && !answer.WantsToken => new(
                file,
                SubmissionResults.Rejected,
                answer.Explanation,
                answer
            ),
            _ => new(file, SubmissionResults.Failed, answer.Explanation, answer),
        };
    }

    private static async Task<List<Submission>> Follow(
        TransferWait waiting,
        List<Submission> submissions,
        CliContext cli,
        bool json,
        CancellationToken cancellationToken
    )
    {
        List<Submission> followed = [];
        foreach (var submission in submissions)
        {
            if (!submission.IsIn)
            {
                followed.Add(submission);
                continue;
            }

            var waited = await waiting.Until(submission.Text, leg: null, cancellationToken);
            followed.Add(submission with { Waited = waited });
            if (!json)
                cli.Data.Line(submission.File, "  ", StyledText.Status(waited.Status), "  ", submission.Text);
        }

        return followed;
    }

    private static void Show(CliContext cli, Submission submission)
    {
        cli.Data.Line(submission.File, "  ", StyledText.Status(submission.Result), "  ", submission.Text);
        if (submission.Answer is { Succeeded: false } answer)
        {
            foreach (var error in ProblemErrors.Of(answer))
                cli.Data.Line("  ", error);
        }
    }

    private static byte[] Json(List<Submission> submissions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var submission in submissions)
            {
                json.WriteStartObject();
                json.WriteString("file", submission.File);
                json.WriteString("result", submission.Result);
                if (submission.Answer?.Status is { } status)
                    json.WriteNumber("status", (int)status);
                if (submission.Waited is { } waited)
                    json.WriteString("transfer_status", waited.Status);
                json.WritePropertyName("answer");
                Answer(json, submission);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    /// <summary>Writes the service's own JSON if it sent some, else the text for people.</summary>
    private static void Answer(Utf8JsonWriter json, Submission submission)
    {
        try
        {
            using var body = JsonDocument.Parse(submission.Answer?.Body ?? []);
            body.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(submission.Text);
        }
    }

    private static string PackageIn(ApiAnswer answer) => answer.Read(ApiJson.Default.TransferAnswer)?.PackageId ?? "";

    private sealed record Submission(string File, string Result, string Text, ApiAnswer? Answer)
    {
        /// <summary>What became of it, where that was waited for.</summary>
        public Waited? Waited { get; init; }

        /// <summary>The service has it; its text is the package id.</summary>
        public bool IsIn => Result is SubmissionResults.Accepted or SubmissionResults.Duplicate;
    }
}
