using System.Net.Security;
using System.Net.Sockets;
using HandoffSaga.Host.Settings;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Packages;

namespace HandoffSaga.Host.Doctor;

/// <summary>
/// Whether the configured HTTP addresses take a connection, over TLS where that is configured. Nothing is sent over it, and no other
/// host is asked.
/// </summary>
internal static class AddressCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<(string Name, string Setting, Uri Url, TlsOptions Tls)> addresses = [];
        foreach (var leg in new[] { Destination.VaultHub, Destination.NextNode })
        {
            var hub = settings.Hubs.For(leg);
            if (hub.Connector == Connectors.Http)
                addresses.Add(("hub", $"{HubOptions.Sections.For(leg)}:Url", hub.Url, hub.Tls));
        }

        foreach (var receiver in settings.Alerts.All)
        {
            addresses.Add(
                ("alerts", receiver == settings.Alerts.FloorHubUrl ? "Alerts:FloorHubUrl" : "Alerts:Urls", receiver, settings.Tls)
            );
        }

        if (settings.Ledger.Witness?.Url is { } witness)
            addresses.Add(("witness", "Ledger:Witness:Url", witness, settings.Tls));
        if (settings.Forwarding.Url is { } forward)
            addresses.Add(("smart-ledger", "Ledger:ForwardUrl", forward, settings.Tls));

        var found = new List<Finding>();
        foreach (var (name, setting, url, tls) in addresses)
        {
            var problem = await Problem(url, tls, clock, cancellationToken);
            var place = $"{setting} {url.GetLeftPart(UriPartial.Authority)}";
            found.Add(
                problem is null
                    ? Finding.Ok(name, $"{place} takes connections")
                    : Finding.Failed(
                        name,
                        $"{place}: {problem}",
                        $"Start it, or correct {setting}. What is meant for it waits, and goes when it answers."
                    )
            );
        }

        return found;
    }

    private static async Task<string?> Problem(Uri url, TlsOptions tls, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(url.DnsSafeHost, url.Port, either.Token);
            if (url.Scheme != Uri.UriSchemeHttps)
                return null;
            await using var stream = new SslStream(tcp.GetStream());
            await stream.AuthenticateAsClientAsync(Tls(url, tls, clock), either.Token);
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return patience.IsCancellationRequested ? TransportErrors.Timeout(Patience).Text : TransportErrors.Describe(failure).Text;
        }
    }

    private static SslClientAuthenticationOptions Tls(Uri url, TlsOptions tls, TimeProvider clock) =>
        new()
        {
            TargetHost = url.DnsSafeHost,
            CertificateChainPolicy = ServerCertificate.Policy(),
            ClientCertificateContext = TlsFiles.Certificate(tls),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors == SslPolicyErrors.None
                || (
                    ServerCertificate.Reject(
                        certificate as System.Security.Cryptography.X509Certificates.X509Certificate2,
                        chain,
                        errors,
                        url.DnsSafeHost,
                        TlsFiles.Roots(tls),
                        clock.GetUtcNow()
                    )
                        is { } error
                        ? throw new TlsException(error)
                        : true
                ),
        };
}
