using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>The options of every command that talks to a running service.</summary>
internal sealed class ServiceOptions
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"Where the service listens (HANDOFF_URL; default {DefaultUrl})",
        HelpName = "URL",
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "A file with the service's bearer token (HANDOFF_TOKEN_FILE)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the service's own JSON instead of text" };

    private readonly Option<bool> _utc = new("--utc")
    {
        Description = "Exact times in UTC; on a terminal they are relative (3m ago) without it",
    };

    private ServiceOptions() { }

    /// <param name="command">The command that gets the options.</param>
    /// <param name="times">It prints times, and takes <c>--utc</c>.</param>
    public static ServiceOptions Of(Command command, bool times = false)
    {
        var options = new ServiceOptions();
        command.Add(options._json);
        if (times)
            command.Add(options._utc);
        command.Add(options._url);
        command.Add(options._tokenFile);
        return options;
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>How times are shown.</summary>
    public ShownTimes Times(ParseResult parsed, CliContext cli) => new(!cli.OutputIsTerminal || parsed.GetValue(_utc), cli.Clock);

    /// <summary>Runs <paramref name="talk"/> with a client; a wrong address or token file is printed and gives the exit code.</summary>
    public async Task<int> Use(ParseResult parsed, CliContext cli, Func<HandoffClient, Task<int>> talk)
    {
        var url = parsed.GetValue(_url) ?? NotEmpty(cli.Variable("HANDOFF_URL")) ?? DefaultUrl;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https"))
            return cli.Fail(ExitCode.WrongUsage, $"{url} is not an absolute http or https address (--url, HANDOFF_URL).");
        string? token = null;
        if ((parsed.GetValue(_tokenFile) ?? NotEmpty(cli.Variable("HANDOFF_TOKEN_FILE"))) is { } file)
        {
            try
            {
                token = ReadToken(file, cli);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return cli.Fail(ExitCode.WrongUsage, $"The token file cannot be read: {e.Message}");
            }

            if (token is null)
                return cli.Fail(ExitCode.WrongUsage, $"{file} holds no bearer token.");
        }

        using var client = new HandoffClient(service, token);
        return await talk(client);
    }

    /// <summary>The token in a file; null when it holds none.</summary>
    public static string? ReadToken(string file, CliContext cli)
    {
        var token = File.ReadAllText(Path.GetFullPath(file, cli.WorkingFolder)).Trim();
        return token.Length == 0 || token.Any(c => c is <= ' ' or > '~') ? null : token;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
