using System.CommandLine;
using System.Text;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Runs a witness that cosigns checkpoints.</summary>
internal static class LedgerWitnessCommand
{
    private const int LongestRequest = 2 * 1024 * 1024;

    /// <summary>Builds <c>handoff ledger witness</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var name = new Option<string>("--name")
        {
            Description = "The witness's name, such as witness.example/w1",
            Required = true,
            HelpName = "NAME",
        };
        var folder = new Option<string>("--folder")
        {
            Description = "The folder for its key and its last cosignatures; created if missing",
            Required = true,
            HelpName = "FOLDER",
        };
        var port = new Option<int>("--port")
        {
            Description = "The loopback port it listens on; 0 is any free one",
            Required = true,
            HelpName = "N",
        };
        var logs = new Option<string[]>("--log")
        {
            Description = "The verifier key of a log to cosign; repeat it for several logs",
            Required = true,
            HelpName = "VKEY",
        };
        var command = new HandoffCommand(
            "witness",
            "A witness: cosigns checkpoints, each only if it continues the previous one (C2SP tlog-witness)"
        )
        {
            Notes = """
                POST /add-checkpoint cosigns; GET /{SHA-256 of the origin}/checkpoint shows the last one. Run it on a different machine than the station's, with
                another operator; it can vouch only for the checkpoints in its folder. Prints its own verifier key at its start.
                """,
            Examples =
            [
                (
                    "ledger witness --name witness.example/w1 --folder witness --port 5090 --log handoff.local/NODE-001+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                    ""
                ),
            ],
        };
        foreach (var option in new Option[] { name, folder, port, logs })
            command.Add(option);
        command.SetAction(
            async (parsed, interrupted) =>
            {
                var known = new List<NoteVerifierKey>();
                foreach (var vkey in parsed.GetRequiredValue(logs))
                {
                    if (!NoteVerifierKey.TryParse(vkey, out var log) || log.Type != NoteKeyType.Ed25519)
                        return cli.Fail(ExitCode.WrongUsage, $"--log {vkey} is not a log's verifier key.");
                    known.Add(log);
                }

                var path = Path.GetFullPath(parsed.GetRequiredValue(folder), cli.WorkingFolder);
                var keyFile = Path.Combine(path, "witness.key");
                if (!NoteKeyFile.TryRead(keyFile, parsed.GetRequiredValue(name), NoteKeyType.Cosignature, out var key, out var problem))
                {
                    if (problem is not null)
                        return cli.Fail(ExitCode.Failed, problem);
                    key = NoteKeyFile.Create(keyFile, parsed.GetRequiredValue(name), NoteKeyType.Cosignature);
                }

                using (key)
                {
                    await Serve(
                        cli,
                        new LedgerWitness(key, known, new WitnessFolder(path), cli.Clock),
                        key.VerifierKey,
                        parsed.GetRequiredValue(port),
                        interrupted
                    );
                }

                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task Serve(CliContext cli, LedgerWitness witness, NoteVerifierKey key, int port, CancellationToken interrupted)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LongestRequest;
            });
        builder.Services.AddRouting();
        await using var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapPost(
            "/add-checkpoint",
            async (HttpContext http) =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body, http.RequestAborted);
                var reply = witness.Add(body.ToArray());
                // The content type exactly as in the protocol, without a charset.
                (http.Response.StatusCode, http.Response.ContentType) = ((int)reply.Answer, reply.ContentType);
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(reply.Body), http.RequestAborted);
            }
        );
        app.MapGet(
            "/{origin}/checkpoint",
            (string origin) =>
                witness.Last(origin) is { } note ? (IResult)TypedResults.Bytes(note, "text/plain; charset=utf-8") : TypedResults.NotFound()
        );
        await app.StartAsync(interrupted);
        cli.Data.Line(key.ToString());
        cli.Messages.Line($"Listening on {app.Urls.First()}");
        var ended = new TaskCompletionSource();
        using (interrupted.Register(ended.SetResult))
            await ended.Task;
        await app.StopAsync(CancellationToken.None);
    }
}
