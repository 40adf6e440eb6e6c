using HandoffSaga.Disk;
using HandoffSaga.Host.Api;

namespace HandoffSaga.Host.Settings;

/// <summary>Files without which, or with which, a start makes no sense.</summary>
internal static class StartFiles
{
    /// <summary>One line for each that is missing, or a secret that others can read; empty when it can start.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings)
    {
        (string Key, string? File)[] secrets =
        [
            ("Api:TokenFile", settings.Api.TokenFile),
            ("Hubs:Vault:BearerTokenFile", settings.Hubs.Vault.BearerTokenFile),
            ("Hubs:Floor:BearerTokenFile", settings.Hubs.Floor.BearerTokenFile),
            ("Ledger:KeyFile", settings.Ledger.KeyFile),
        ];
        return
        [
            .. from secret in secrets
               where secret.File is not null
               let problem = (secret.File == settings.Api.TokenFile ? Unusable(secret.File) : null) ?? SecretFile.Exposure(secret.File)
               where problem is not null
               select $"""{secret.Key} = "{secret.File}": {problem}""",
        ];
    }

    private static string? Unusable(string file)
    {
        try
        {
            return new FileInfo(file).Length > ApiTokens.MaxFileBytes ? $"it has more than {ApiTokens.MaxFileBytes} bytes" : ApiTokens.Parse(File.ReadAllText(file)).Problem;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
