using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using HandoffSaga.Client.AuditPacks;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Signatures;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Writes a zip with all proved records of a package, a part or an order.</summary>
internal static class AuditPackCommand
{
    /// <summary>Builds <c>handoff audit-pack</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create("The package id; for several packages use an option instead");
        package.Arity = ArgumentArity.ZeroOrOne;
        var target = new Option<string>("--out")
        {
            Description = "The zip file to write",
            Required = true,
            HelpName = "FILE",
        };
        var force = new Option<bool>("--force") { Description = "Replace the file of --out if it exists" };
        var keys = new Option<string[]>("--vkey")
        {
            Description = "A station's verifier key, as its owner gave it to you; once for each station (default: that of Ledger:KeyFile)",
            HelpName = "VKEY",
        };
        var jwks = new Option<string?>("--jwks") { Description = "Guardian's public keys, to include in the pack", HelpName = "FILE" };
        var subjects = new[]
        {
            ("clientpo_id", Filter("--clientpo", "Every transfer of a client's purchase order", "PO")),
            ("part_id", Filter("--part-id", "Every transfer of a part", "ID")),
            ("part_number", Filter("--part-number", "Every transfer of a part number", "NUMBER")),
        };
        var command = new HandoffCommand(
            "audit-pack",
            "Writes a zip for an auditor: all proved records of a package, a part or an order, with a report and an independent verifier"
        )
        {
            Notes = """
                Progress goes to stderr. An existing file is not replaced without --force.
                In the zip: signoffs, packages byte for byte, attempts, receipts, operators' actions, the ledger's entries with their proofs, report.html, and
                verify.py for Python 3.9 with "cryptography". For several stations of one chain give --url and --vkey once for each.
                The same records give the same bytes. Exit code 3 when no station has a matching transfer, 6 when a ledger does not prove its station's records.
                """,
            Examples =
            [
                ("audit-pack PKG-2025-001-LP-TEST1 --out audit.zip --jwks guardian.jwks.json", "from the configured station"),
                (
                    "audit-pack --part-id PART-0001 --url http://lp:5080 --vkey \"$LP\" --url http://cp:5080 --vkey \"$CP\" --out audit.zip",
                    ""
                ),
            ],
        };
        command.Add(package);
        foreach (var (_, option) in subjects)
            command.Add(option);
        command.Add(target);
        command.Add(force);
        command.Add(keys);
        command.Add(jwks);
        var services = SeveralServices.Of(command);
        var config = ConfigOption.Of(command, ofService: true);
        command.Validators.Add(result =>
        {
            var named =
                subjects.Count(subject => result.GetResult(subject.Item2) is not null) + (result.GetResult(package)?.Tokens.Count ?? 0);
            if (named != 1)
                result.AddError("Name what the pack is about: a PACKAGE, or one of --clientpo, --part-id and --part-number.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var subject = parsed.GetValue(package) is { } one
                    ? new AuditSubject(AuditSubject.PackageKind, one)
                    : subjects
                        .Where(option => parsed.GetValue(option.Item2) is not null)
                        .Select(option => new AuditSubject(option.Item1, parsed.GetValue(option.Item2)!))
                        .Single();
                var path = Path.GetFullPath(parsed.GetRequiredValue(target), cli.WorkingFolder);
                if (!parsed.GetValue(force) && Path.Exists(path))
                    return cli.Fail(ExitCode.WrongUsage, $"{path} exists already: name another file, or give --force to replace it.");
                if (!Directory.Exists(Path.GetDirectoryName(path)))
                    return cli.Fail(ExitCode.WrongUsage, $"There is no folder {Path.GetDirectoryName(path)} for --out.");
                try
                {
                    var known = Keys(parsed.GetValue(keys) ?? [], () => config.Read(parsed, cli).Settings?.Ledger);
                    var guardian = parsed.GetValue(jwks) is { } file ? await Jwks(cli, file, cancellationToken) : null;
                    var stations = await Collect(services.Open(parsed, cli), subject, known, cli, cancellationToken);
                    if (stations.Count == 0)
                    {
                        return cli.Fail(
                            ExitCode.NotFound,
                            $"No station has a transfer of {subject.Title.ToLowerInvariant()[..1]}{subject.Title[1..]}."
                        );
                    }

                    await Write(path, PackFiles.Zip(subject, stations, guardian), parsed.GetValue(force), cancellationToken);
                    Show(cli.Messages, path, stations, guardian is not null);
                    return ExitCode.Done;
                }
                catch (AuditPackException e)
                {
                    return cli.Fail(e.ExitCode, e.Message);
                }
                catch (MissingTileException missing)
                {
                    return cli.Fail(ExitCode.CheckFoundSomething, missing.Message);
                }
                catch (Exception e) when (e is HttpRequestException or SocketException)
                {
                    return cli.Fail(ExitCode.Failed, $"The ledger cannot be read: {LedgerFailure.Describe(e)}");
                }
            }
        );
        return command;

        static Option<string?> Filter(string name, string description, string value) =>
            new(name) { Description = description, HelpName = value };
    }

    private static async Task<IReadOnlyList<StationRecords>> Collect(
        IReadOnlyList<OpenService> services,
        AuditSubject subject,
        IReadOnlyList<NoteVerifierKey> keys,
        CliContext cli,
        CancellationToken cancellationToken
    )
    {
        var progress = new ShownProgress(cli.Messages, cli.Clock);
        var stations = new SortedDictionary<string, StationRecords>(StringComparer.Ordinal);
        foreach (var (address, token) in services)
        {
            using var client = new HandoffClient(address, token);
            // Two replicas of one station have the same records.
            if (await new AuditCollector(client, address, keys, cli.Clock, progress).Collect(subject, cancellationToken) is { } records)
                stations.TryAdd(records.Origin, records);
            else
                cli.Messages.Line(StyledText.Dim($"no matching transfer at {address}"));
        }

        return [.. stations.Values];
    }

    /// <summary>The whole file or none: it gets its name when it is complete.</summary>
    private static async Task Write(string path, byte[] zip, bool replace, CancellationToken cancellationToken)
    {
        var unfinished = path + ".unfinished";
        try
        {
            await File.WriteAllBytesAsync(unfinished, zip, cancellationToken);
            File.Move(unfinished, path, replace);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static List<NoteVerifierKey> Keys(IReadOnlyList<string> given, Func<LedgerLogOptions?> configured)
    {
        var keys = new List<NoteVerifierKey>();
        foreach (var vkey in given)
        {
            keys.Add(
                NoteVerifierKey.TryParse(vkey, out var key) && key.Type == NoteKeyType.Ed25519
                    ? key
                    : throw new AuditPackException(
                        ExitCode.WrongUsage,
                        "--vkey is not a log's verifier key; \"handoff ledger checkpoint --vkey\" prints a station's."
                    )
            );
        }

        if (
            keys.Count == 0
            && configured() is { } own
            && NoteKeyFile.TryRead(own.KeyFile, own.Origin, NoteKeyType.Ed25519, out var signing, out _)
        )
        {
            using (signing)
                keys.Add(signing.VerifierKey);
        }

        return keys;
    }

    // The station skips keys that are not for signatures without looking at them; a pack must not contain any secret.
    private static async Task<byte[]> Jwks(CliContext cli, string file, CancellationToken cancellationToken)
    {
        var bytes = await cli.Read(file, cancellationToken);
        if (JwkSetParser.Parse(bytes) is JwkSetParse.Rejected(var reason))
            throw new AuditPackException(ExitCode.Failed, $"{file}: {reason}");
        return JsonElement
            .Parse(bytes)
            .GetProperty("keys")
            .EnumerateArray()
            .Any(key => key.TryGetProperty("d", out _) || key.TryGetProperty("k", out _))
            ? throw new AuditPackException(ExitCode.NotAllowed, $"{file} contains a private key; a pack takes only public keys.")
            : bytes;
    }

    private static void Show(ConsoleOutput messages, string path, IReadOnlyList<StationRecords> stations, bool withKeys)
    {
        foreach (var station in stations)
        {
            messages.Line(
                $"{station.Origin}: {station.Transfers.Count} transfers, {station.Transfers.Sum(transfer => transfer.Entries.Count)} entries, proved at {station.Checkpoint.Checkpoint.Size}"
            );
        }

        if (!withKeys)
        {
            messages.Line(StyledText.Dim("Without --jwks the verifier can check Guardian's signatures only if the auditor has the keys."));
        }

        messages.Line(StyledText.Good("Written: "), path);
    }
}
