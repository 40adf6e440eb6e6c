using HandoffSaga.Files;

namespace HandoffSaga.Host.Settings;

/// <summary>Checks the permissions of the files with tokens and private keys.</summary>
internal static class SecretFiles
{
    /// <summary>One line for each file that is accessible to others than its owner; empty when the start may go ahead.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings) =>
        [
            .. from secret in settings.Secrets
            let exposure = SecretFile.Exposure(secret.File)
            where exposure is not null
            select $"""{secret.Key} = "{secret.File}": {exposure}""",
        ];
}
