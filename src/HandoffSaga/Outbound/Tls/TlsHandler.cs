using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Files;

namespace HandoffSaga.Outbound.Tls;

/// <summary>
/// Sends over a handler whose connections are made as <see cref="TlsOptions"/> say. Roots are read at each connection. The client certificate
/// belongs to the handler, so a new one is made when its files have changed.
/// </summary>
/// <param name="create">Makes a handler with these options for TLS.</param>
internal sealed class TlsHandler(TlsOptions options, TimeProvider clock, Func<SslClientAuthenticationOptions, HttpMessageHandler> create)
    : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private HttpMessageInvoker? _current;
    private IReadOnlyList<FileStamp?> _stamp = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Current().SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _current?.Dispose();
        base.Dispose(disposing);
    }

    private HttpMessageInvoker Current()
    {
        lock (_gate)
        {
            var stamp = new[] { options.CertificateFile, options.KeyFile }.OfType<string>().Select(FileStamp.Of).ToList();
            if (_current is null || !stamp.SequenceEqual(_stamp))
            {
                // The one before is not disposed: exchanges may be under way in it. Its idle connections close by themselves.
                _current = new HttpMessageInvoker(create(Options()));
                _stamp = stamp;
            }

            return _current;
        }
    }

    private SslClientAuthenticationOptions Options() =>
        new()
        {
            CertificateChainPolicy = ServerCertificate.Policy(),
            ClientCertificateContext = TlsFiles.Certificate(options),
            RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                errors == SslPolicyErrors.None
                || (
                    ServerCertificate.Reject(
                        certificate as X509Certificate2,
                        chain,
                        errors,
                        ((SslStream)sender).TargetHostName,
                        TlsFiles.Roots(options),
                        clock.GetUtcNow()
                    )
                        is { } error
                        ? throw new TlsException(error)
                        : true
                ),
        };
}
