using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Durability;

namespace HandoffSaga.Outbound.Tls;

/// <summary>Connections over <c>amqps</c>, judged as those to hubs are. Every file is read at each connection.</summary>
internal sealed class BrokerTls(TlsOptions options, TimeProvider clock) : IBrokerTls
{
    public SslClientAuthenticationOptions Options(string host) =>
        new()
        {
            ClientCertificateContext = TlsFiles.Certificate(options),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate, chain, errors, host),
        };

    public string? Describe(Exception failure) =>
        TransportErrors.Describe(failure) is { } error && IsOfTls(error.Fault) ? error.Text : null;

    private static bool IsOfTls(TransportFault fault) =>
        fault
            is TransportFault.Tls
                or TransportFault.TlsExpired
                or TransportFault.TlsNotYetValid
                or TransportFault.TlsWrongName
                or TransportFault.TlsUnknownIssuer
                or TransportFault.TlsClientCertificate
                or TransportFault.TlsAbsent
                or TransportFault.TlsFiles;

    private bool Accept(X509Certificate? received, X509Chain? built, SslPolicyErrors errors, string host)
    {
        var certificate = received as X509Certificate2;
        using var chain = new X509Chain { ChainPolicy = ServerCertificate.Policy() };
        if (certificate is not null && built is not null)
        {
            // The broker's client builds chains by its own rules: what was sent is judged again by ours.
            chain.ChainPolicy.ExtraStore.AddRange(built.ChainPolicy.ExtraStore);
            errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
            if (!chain.Build(certificate))
                errors |= SslPolicyErrors.RemoteCertificateChainErrors;
        }

        return errors == SslPolicyErrors.None
            || (
                ServerCertificate.Reject(
                    certificate,
                    built is null ? null : chain,
                    errors,
                    host,
                    TlsFiles.Roots(options),
                    clock.GetUtcNow()
                )
                    is { } error
                    ? throw new TlsException(error)
                    : true
            );
    }
}
