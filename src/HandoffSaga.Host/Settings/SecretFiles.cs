using HandoffSaga.Files;
using HandoffSaga.Hubs;
using HandoffSaga.Outbound.Tls;

namespace HandoffSaga.Host.Settings;

/// <summary>Checks the permissions of the files with tokens and private keys.</summary>
internal static class SecretFiles
{
    /// <summary>One line for each file that is accessible to others than its owner; empty when the start may go ahead.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings) =>
        [
            .. from secret in settings.Secrets.Concat(CertificatesWithKey(settings))
            let exposure = SecretFile.Exposure(secret.File)
            where exposure is not null
            select $"""{secret.Key} = "{secret.File}": {exposure}""",
        ];

    // Without a file of its own the private key stands behind the certificate.
    private static IEnumerable<SecretSetting> CertificatesWithKey(HandoffSettings settings)
    {
        (string Section, TlsOptions Tls)[] all =
        [
            ("Bus:Tls", settings.Bus.Tls),
            (HubOptions.Sections.Vault + ":Tls", settings.Hubs.Vault.Tls),
            (HubOptions.Sections.NextNode + ":Tls", settings.Hubs.NextNode.Tls),
        ];
        foreach (var (section, tls) in all)
        {
            if (tls is { CertificateFile: { } file, KeyFile: null })
                yield return new SecretSetting($"{section}:CertificateFile", file);
        }
    }
}
