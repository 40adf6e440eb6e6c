using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Durability;

namespace HandoffSaga.Outbound.Tls;

/// <summary>Connections over <c>amqps</c>, judged as those to hubs are. Every file is read at each connection.</summary>
internal sealed class BrokerTls(TlsOptions options, TimeProvider clock) : IBrokerTls
{
    private static readonly TransportFault[] Faults =
    [
        TransportFault.Tls,
        TransportFault.TlsExpired,
        TransportFault.TlsNotYetValid,
        TransportFault.TlsWrongName,
        TransportFault.TlsUnknownIssuer,
        TransportFault.TlsClientCertificate,
        TransportFault.TlsAbsent,
        TransportFault.TlsFiles,
    ];

    public SslClientAuthenticationOptions Options(string host) =>
        new()
        {
            ClientCertificateContext = TlsFiles.Certificate(options),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate, chain, errors, host),
        };

    public string? Describe(Exception failure)
    {
        var error = TransportErrors.Describe(failure);
        return Faults.Contains(error.Fault) ? error.Text : null;
    }

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

        if (errors == SslPolicyErrors.None)
            return true;
        var sent = built is null ? null : chain;
        var error = ServerCertificate.Reject(certificate, sent, errors, host, TlsFiles.Roots(options), clock.GetUtcNow());
        return error is null ? true : throw new TlsException(error);
    }
}
