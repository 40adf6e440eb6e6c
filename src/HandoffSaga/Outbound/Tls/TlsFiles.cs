using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Texts;

namespace HandoffSaga.Outbound.Tls;

/// <summary>Reads the files of <see cref="TlsOptions"/>.</summary>
internal static class TlsFiles
{
    /// <summary>Why a file cannot be used, a line each with the name of its setting; empty when all can.</summary>
    public static IEnumerable<string> Problems(string section, TlsOptions options)
    {
        if (Problem(() => Roots(options)) is { } roots)
            yield return $"{section}:CaFile: {roots}";
        if (options is { CertificateFile: null, KeyFile: { } key })
            yield return $"{section}:KeyFile = \"{key}\": the certificate to it is missing, set {section}:CertificateFile";
        if (Problem(() => Certificate(options)) is { } certificate)
            yield return $"{section}:CertificateFile: {certificate}";
    }

    /// <summary>The own roots; empty when there are none.</summary>
    /// <exception cref="TlsException">The file cannot be used.</exception>
    public static X509Certificate2Collection Roots(TlsOptions options) =>
        options.CaFile is { } file ? Read(file, () => Certificates(file)) : [];

    /// <summary>The client certificate with its issuers; null when there is none.</summary>
    /// <exception cref="TlsException">A file cannot be used.</exception>
    public static SslStreamCertificateContext? Certificate(TlsOptions options) =>
        options.CertificateFile is { } file
            ? Read(
                file,
                () =>
                {
                    var issuers = Certificates(file);
                    issuers.RemoveAt(0);
                    var certificate = X509Certificate2.CreateFromPemFile(file, options.KeyFile ?? file);

                    // Offline: the issuers are in the file, nothing is fetched.
                    return SslStreamCertificateContext.Create(certificate, issuers, offline: true);
                }
            )
            : null;

    private static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("it holds no certificate in PEM form");
    }

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new TlsException(new(TransportFault.TlsFiles, PrintableText.Escape($"TLS file {file} cannot be used: {e.Message}")));
        }
    }

    private static string? Problem(Func<object?> read)
    {
        try
        {
            read();
            return null;
        }
        catch (TlsException e)
        {
            return e.Message;
        }
    }
}
