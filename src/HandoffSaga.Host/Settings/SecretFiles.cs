using HandoffSaga.Files;

namespace HandoffSaga.Host.Settings;

/// <summary>The files with tokens and private keys that the settings name.</summary>
internal static class SecretFiles
{
    /// <summary>One line for each that others than its owner can get at; empty when it can start.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings) =>
        [
            .. from secret in settings.Secrets
            let exposure = SecretFile.Exposure(secret.File)
            where exposure is not null
            select $"""{secret.Key} = "{secret.File}": {exposure}""",
        ];
}
