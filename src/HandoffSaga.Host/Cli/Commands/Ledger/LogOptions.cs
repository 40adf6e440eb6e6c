using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Sockets;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Which log a command reads: a folder, a running service, or the configured station's own folder.</summary>
internal sealed class LogOptions
{
    private readonly Option<string?> _folder = new("--folder")
    {
        Description = "The log's folder (default: Ledger:Folder of the configuration)",
        HelpName = "FOLDER",
    };
    private readonly Option<string?> _url = new("--url")
    {
        Description = "A running service instead, such as http://127.0.0.1:5080",
        HelpName = "URL",
    };
    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "A file with the service's bearer token (HANDOFF_TOKEN_FILE)",
        HelpName = "FILE",
    };
    private readonly Option<string?> _key = new("--vkey")
    {
        Description = "The log's verifier key (default: that of Ledger:KeyFile)",
        HelpName = "VKEY",
    };
    private readonly ConfigOption _config;

    private LogOptions(Command command, bool withKey)
    {
        command.Add(_folder);
        command.Add(_url);
        command.Add(_tokenFile);
        if (withKey)
            command.Add(_key);
        _config = ConfigOption.Of(command, ofService: true);
    }

    /// <summary>Adds the options to a command, <c>--vkey</c> among them with <paramref name="withKey"/>.</summary>
    public static LogOptions Of(Command command, bool withKey = true) => new(command, withKey);

    /// <summary>Opens the log for <paramref name="use"/>; a failure is printed and gives the exit code.</summary>
    public async Task<int> Use(ParseResult parsed, CliContext cli, Func<OpenLog, Task<int>> use)
    {
        var reading = _config.Read(parsed, cli);
        var settings = reading.Settings;
        if (parsed.GetValue(_folder) is null && parsed.GetValue(_url) is null)
        {
            ConfigOption.Warn(cli, reading);
            ConfigOption.Announce(cli, reading);
        }

        var own = settings?.Ledger;
        NoteVerifierKey? verifier = null;
        if (parsed.GetValue(_key) is { } vkey)
        {
            if (!NoteVerifierKey.TryParse(vkey, out verifier))
            {
                return cli.Fail(
                    ExitCode.WrongUsage,
                    "--vkey is not a verifier key; \"handoff ledger checkpoint --vkey\" prints the station's."
                );
            }
        }
        else if (own is not null && NoteKeyFile.TryRead(own.KeyFile, own.Origin, NoteKeyType.Ed25519, out var signing, out _))
        {
            using (signing)
                verifier = signing.VerifierKey;
        }

        using var http = Client(parsed.GetValue(_url));
        if ((parsed.GetValue(_tokenFile) ?? cli.Variable("HANDOFF_TOKEN_FILE")) is { Length: > 0 } file)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                (await File.ReadAllTextAsync(Path.GetFullPath(file, cli.WorkingFolder))).Trim()
            );
        }

        try
        {
            if (parsed.GetValue(_url) is { } address)
            {
                return
                    Uri.TryCreate(address.TrimEnd('/') + "/ledger/", UriKind.Absolute, out var prefix) && prefix.Scheme is "http" or "https"
                    ? await use(new OpenLog(new HttpTiles(http, prefix), null, verifier))
                    : cli.Fail(ExitCode.WrongUsage, $"{address} is not an absolute http or https address (--url).");
            }

            var given = parsed.GetValue(_folder);
            if ((given is null ? own?.Folder : Path.GetFullPath(given, cli.WorkingFolder)) is not { } path)
            {
                return cli.Fail(
                    ExitCode.WrongUsage,
                    "The configuration has errors, see \"handoff config\"; or name the log with --folder or --url."
                );
            }

            return await use(
                new OpenLog(new FolderTiles(path), path, verifier)
                {
                    CheckpointFile = given is null ? own!.CheckpointFile : null,
                    Settings = given is null ? settings : null,
                }
            );
        }
        catch (MissingTileException missing)
        {
            return cli.Fail(ExitCode.CheckFoundSomething, missing.Message);
        }
        catch (OtherServerException other)
        {
            return cli.Fail(ExitCode.Failed, other.Message);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            return cli.Fail(ExitCode.Failed, $"The ledger cannot be read: no answer within {http.Timeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return cli.Fail(ExitCode.Failed, $"The ledger cannot be read: {LedgerFailure.Describe(e)}");
        }
    }

    private static HttpClient Client(string? url)
    {
        HttpMessageHandler handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        return new HttpClient(Uri.TryCreate(url, UriKind.Absolute, out var service) ? new LedgerOfService(service, handler) : handler)
        {
            Timeout = TimeSpan.FromSeconds(60),
        };
    }
}

/// <summary>A log a command can read.</summary>
/// <param name="Tiles">Its tiles.</param>
/// <param name="Folder">Its folder, when it is in one.</param>
/// <param name="Key">Its verifier key, when one is known.</param>
internal sealed record OpenLog(ITileSource Tiles, string? Folder, NoteVerifierKey? Key)
{
    /// <summary>The file with the last signed checkpoint, when the log is the station's own.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>The station's settings, when the log is the station's own.</summary>
    public HandoffSettings? Settings { get; init; }

    /// <summary>Why a log without a known verifier key cannot be verified.</summary>
    public const string NoKey = "The log's verifier key is not known: give it with --vkey. Do not take it from the log itself.";

    /// <summary>The current checkpoint, its signature verified, or why not.</summary>
    public async Task<(SignedCheckpoint? Head, string? Problem)> Head(CancellationToken cancellationToken)
    {
        if (Key is null)
            return (null, NoKey);
        if (await Tiles.Read(TileReading.CheckpointResource, cancellationToken) is not { } note)
            return (null, "There is no checkpoint yet.");
        return SignedCheckpoint.TryOpen(note, Key, [], out var head, out var problem) ? (head, null) : (null, problem);
    }
}
