using HandoffSaga.Files;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Settings;

/// <summary>Checks the permissions of the files with tokens and private keys.</summary>
internal static class SecretFiles
{
    /// <summary>One line for each file that is accessible to others than its owner; empty when the start may go ahead.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings) =>
        [
            .. from secret in settings.Secrets.Concat(CertificatesWithKey(settings.Hubs))
            let exposure = SecretFile.Exposure(secret.File)
            where exposure is not null
            select $"""{secret.Key} = "{secret.File}": {exposure}""",
        ];

    // Without a file of its own the private key stands behind the certificate.
    private static IEnumerable<SecretSetting> CertificatesWithKey(PerLeg<HubOptions> hubs)
    {
        foreach (var leg in new[] { Destination.VaultHub, Destination.NextNode })
        {
            if (hubs.For(leg).Tls is { CertificateFile: { } file, KeyFile: null })
                yield return new SecretSetting($"{HubOptions.Sections.For(leg)}:Tls:CertificateFile", file);
        }
    }
}
