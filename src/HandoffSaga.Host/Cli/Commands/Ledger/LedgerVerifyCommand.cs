using System.CommandLine;
using System.Text.Json;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Verifies the whole published ledger, and the database of the configured station against it.</summary>
internal static class LedgerVerifyCommand
{
    /// <summary>Builds <c>handoff ledger verify</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var witness = new Option<string[]>("--witness")
        {
            Description = "A witness's verifier key; its cosignatures are verified where present",
            HelpName = "VKEY",
        };
        var known = new Option<string[]>("--checkpoint")
        {
            Description = "A checkpoint you kept; the log must still contain it",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON" };
        var command = new HandoffCommand("verify", "Verifies the whole ledger offline: every entry, tile, checkpoint and audit trail")
        {
            Notes = """
                Needs only the published files and the log's verifier key. Reports every finding with its place: a bad hash, a missing entry, an entry
                without leaf, a gap in a trail, a forked checkpoint; the exit code is then 6. A log that was rewritten from its beginning with its own key is detected
                only against a checkpoint kept elsewhere (--checkpoint; the station's own head file is always used). Without --folder and --url it verifies the
                configured station's log, and compares the entries in its database with it.
                """,
            Examples =
            [
                ("ledger verify", "the configured station"),
                (
                    "ledger verify --url http://127.0.0.1:5080 --vkey handoff.local/NODE-001+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                    "a running service"
                ),
                (
                    "ledger verify --folder copy/ledger --vkey handoff.local/NODE-001+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                    "a copy, anywhere"
                ),
            ],
        };
        command.Add(json);
        command.Add(witness);
        command.Add(known);
        var log = LogOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                log.Use(
                    parsed,
                    cli,
                    async open =>
                    {
                        if (open.Key is null)
                            return cli.Fail(ExitCode.WrongUsage, OpenLog.NoKey);
                        var witnesses = new List<NoteVerifierKey>();
                        foreach (var vkey in parsed.GetValue(witness) ?? [])
                        {
                            if (!NoteVerifierKey.TryParse(vkey, out var parsedKey))
                                return cli.Fail(ExitCode.WrongUsage, $"--witness {vkey} is not a verifier key.");
                            witnesses.Add(parsedKey);
                        }

                        var notes = new List<byte[]>();
                        foreach (var file in parsed.GetValue(known) ?? [])
                            notes.Add(await File.ReadAllBytesAsync(Path.GetFullPath(file, cli.WorkingFolder), cancellationToken));
                        if (open.CheckpointFile is not null && File.Exists(open.CheckpointFile))
                            notes.Add(await File.ReadAllBytesAsync(open.CheckpointFile, cancellationToken));

                        var report = open.Folder is { } folder
                            ? await LogVerifier.VerifyFolder(folder, open.Key, witnesses, notes, cancellationToken)
                            : await new LogVerifier(open.Tiles, open.Key, witnesses).Verify(notes, [], cancellationToken);
                        if (open.Settings is { } settings)
                            report = await LedgerAgainstStore.Compare(cli, open.Tiles, report, settings, cancellationToken);
                        return Say(cli, report, parsed.GetValue(json));
                    }
                )
        );
        return command;
    }

    private static int Say(CliContext cli, LedgerReport report, bool json)
    {
        if (json)
        {
            cli.Data.Json(Json(report));
        }
        else
        {
            foreach (var finding in report.Findings)
                cli.Data.Line($"{finding.Where}: ", StyledText.Bad(Name(finding.Kind)), $" {finding.Message}");
        }

        var head = report.Checkpoint?.Checkpoint;
        cli.Messages.Line(
            StyledText.Dim(
                $"{report.Entries} entries, {report.Checkpoints} checkpoints, {report.Trails} trails, {report.Findings.Count} findings"
                    + (head is null ? "" : $"; root {Convert.ToHexStringLower(head.Root.Span)}")
            )
        );
        foreach (var resumed in report.Resumptions)
        {
            cli.Messages.Line(
                StyledText.Warning(
                    $"Entry {resumed.Index}: {resumed.By} resumed the ledger; its database had lost entries {resumed.Held} to {resumed.Signed - 1}, and {resumed.Branches} trails continue from before. {resumed.Reason}"
                )
            );
        }

        if (report.IsClean)
            cli.Messages.Line(StyledText.Good("Ledger verified: no findings."));
        return report.IsClean ? ExitCode.Done : ExitCode.CheckFoundSomething;
    }

    private static string Name(LedgerFindingKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static byte[] Json(LedgerReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("clean", report.IsClean);
            json.WriteString("origin", report.Checkpoint?.Checkpoint.Origin);
            json.WriteNumber("entries", report.Entries);
            json.WriteNumber("checkpoints", report.Checkpoints);
            json.WriteNumber("trails", report.Trails);
            json.WriteStartArray("resumptions");
            foreach (var resumed in report.Resumptions)
            {
                json.WriteStartObject();
                json.WriteNumber("index", resumed.Index);
                json.WriteNumber("held", resumed.Held);
                json.WriteNumber("signed", resumed.Signed);
                json.WriteNumber("branches", resumed.Branches);
                json.WriteString("by", resumed.By);
                json.WriteString("reason", resumed.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("findings");
            foreach (var finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("kind", Name(finding.Kind));
                json.WriteString("where", finding.Where);
                if (finding.Index is { } index)
                    json.WriteNumber("index", index);
                else
                    json.WriteNull("index");
                json.WriteString("message", finding.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
