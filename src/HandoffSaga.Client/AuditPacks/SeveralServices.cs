using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>The options of a command that talks to several running services.</summary>
internal sealed class SeveralServices
{
    private readonly Option<string[]> _urls = new("--url")
    {
        Description = $"Where a station's service listens; once for each station (HANDOFF_URL; default {ServiceOptions.DefaultUrl})",
        HelpName = "URL",
    };

    private readonly Option<string[]> _tokenFiles = new("--token-file")
    {
        Description = "A file with the service's bearer token; one for all, or once for each --url (HANDOFF_TOKEN_FILE)",
        HelpName = "FILE",
    };

    private SeveralServices() { }

    public static SeveralServices Of(Command command)
    {
        var services = new SeveralServices();
        command.Add(services._urls);
        command.Add(services._tokenFiles);
        return services;
    }

    /// <summary>The services to ask, in the order they were named.</summary>
    /// <exception cref="AuditPackException">An address or a token file is wrong.</exception>
    public IReadOnlyList<OpenService> Open(ParseResult parsed, CliContext cli)
    {
        var urls = Given(parsed.GetValue(_urls), cli.Variable("HANDOFF_URL")) is { Length: > 0 } given
            ? given
            : [ServiceOptions.DefaultUrl];
        var files = Given(parsed.GetValue(_tokenFiles), cli.Variable("HANDOFF_TOKEN_FILE"));
        if (files.Length > 1 && files.Length != urls.Length)
        {
            throw new AuditPackException(
                ExitCode.WrongUsage,
                $"{urls.Length} --url but {files.Length} --token-file: give one token file for all services, or one for each in the same order."
            );
        }

        return
        [
            .. urls.Select(
                (url, i) => new OpenService(Address(url), files.Length == 0 ? null : Token(files[files.Length == 1 ? 0 : i], cli))
            ),
        ];
    }

    private static string[] Given(string[]? options, string? variable) =>
        options is { Length: > 0 } ? options
        : string.IsNullOrEmpty(variable) ? []
        : [variable];

    private static Uri Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new AuditPackException(ExitCode.WrongUsage, $"{url} is not an absolute http or https address (--url, HANDOFF_URL).");

    private static string Token(string file, CliContext cli)
    {
        try
        {
            return ServiceOptions.ReadToken(file, cli)
                ?? throw new AuditPackException(ExitCode.WrongUsage, $"{file} holds no bearer token.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditPackException(ExitCode.WrongUsage, $"The token file cannot be read: {e.Message}");
        }
    }
}

/// <summary>A service to query.</summary>
internal sealed record OpenService(Uri Address, string? Token);
