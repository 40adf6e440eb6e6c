using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Texts;

namespace HandoffSaga.Outbound.Tls;

/// <summary>Decides whether the other side is who it should be, and says in words why not.</summary>
internal static class ServerCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int ShownNames = 5;

    /// <summary>How a chain is built: nothing is fetched over the network, since no setting names where from.</summary>
    public static X509ChainPolicy Policy() =>
        new()
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { new(ServerAuthentication) },
        };

    /// <summary>Null when the certificate is accepted.</summary>
    /// <param name="certificate">What the other side sent; null when it sent nothing.</param>
    /// <param name="chain">Its chain as built with the system's roots.</param>
    /// <param name="errors">What was found with them.</param>
    /// <param name="host">The name or address that was connected to.</param>
    /// <param name="roots">Further roots that are trusted.</param>
    /// <param name="now">The time, for the text: the chain has its own.</param>
    public static TransportError? Reject(
        X509Certificate2? certificate,
        X509Chain? chain,
        SslPolicyErrors errors,
        string host,
        X509Certificate2Collection roots,
        DateTimeOffset now
    )
    {
        if (certificate is null || chain is null)
            return new(TransportFault.Tls, "TLS failed: the other side sent no certificate");

        using var own = new X509Chain { ChainPolicy = Policy() };
        var judged = chain;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && roots.Count > 0)
        {
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.AddRange(roots);
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            judged = own.Build(certificate) ? null : own;
        }

        var inChain = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? judged : null;
        return (inChain is null ? null : Untimely(inChain, now))
            ?? (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? WrongName(certificate, host) : null)
            ?? (inChain is null ? null : Untrusted(certificate, inChain));
    }

    private static TransportError? Untimely(X509Chain chain, DateTimeOffset now)
    {
        var untimely = chain
            .ChainElements.Where(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))
            .Select(element => element.Certificate)
            .FirstOrDefault();
        return untimely is null ? null
            : now.UtcDateTime >= untimely.NotAfter.ToUniversalTime()
                ? new(TransportFault.TlsExpired, Text($"certificate of {untimely.Subject} expired at {Utc(untimely.NotAfter)}"))
            : new(TransportFault.TlsNotYetValid, Text($"certificate of {untimely.Subject} is not valid before {Utc(untimely.NotBefore)}"));
    }

    private static TransportError WrongName(X509Certificate2 certificate, string host)
    {
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names =
            alternative?.EnumerateDnsNames().Concat(alternative.EnumerateIPAddresses().Select(address => address.ToString())).ToList()
            ?? [];
        var shown =
            names.Count == 0 ? certificate.Subject : string.Join(", ", names.Take(ShownNames)) + (names.Count > ShownNames ? ", ..." : "");
        return new(TransportFault.TlsWrongName, Text($"certificate is for {shown}, not for {host}"));
    }

    private static TransportError Untrusted(X509Certificate2 certificate, X509Chain chain)
    {
        var status = chain.ChainStatus.Select(found => found.Status).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one);
        return (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0
            ? new(
                TransportFault.TlsUnknownIssuer,
                Text(
                    $"certificate of {certificate.Subject} is issued by {chain.ChainElements[^1].Certificate.Issuer}, which is not trusted here"
                )
            )
            : new(TransportFault.Tls, Text($"certificate of {certificate.Subject} cannot be used: {status}"));
    }

    private static string Utc(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string text) => PrintableText.Excerpt(text, 400);
}
