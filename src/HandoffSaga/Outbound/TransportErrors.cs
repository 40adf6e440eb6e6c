using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Texts;

namespace HandoffSaga.Outbound;

/// <summary>Why an exchange failed, in a few words for people.</summary>
internal static class TransportErrors
{
    private const int ShownLength = 200;

    public static readonly TransportError AnswerTooLarge = new(TransportFault.AnswerTooLarge, "answer too large");
    public static readonly TransportError AnswerEncoded = new(
        TransportFault.AnswerEncoded,
        "answer is compressed, which was not asked for"
    );

    public static readonly TransportError TlsAbsent = new(TransportFault.TlsAbsent, "the other side does not speak TLS at this address");

    private const string AlertMark = " alert ";

    // A server of TLS 1.2 that got no certificate, or one it does not accept, says only that the handshake failed.
    private static readonly string[] ClientCertificateAlerts =
    [
        "certificate required",
        "handshake failure",
        "bad certificate",
        "unsupported certificate",
        "certificate revoked",
        "certificate expired",
        "certificate unknown",
        "unknown ca",
        "access denied",
    ];

    public static TransportError Timeout(TimeSpan limit) =>
        new(TransportFault.Timeout, string.Create(CultureInfo.InvariantCulture, $"timeout after {limit.TotalSeconds:0.###} s"));

    /// <summary>The innermost known cause, otherwise the exception's message on one line.</summary>
    public static TransportError Describe(Exception exception)
    {
        var causes = Causes(exception).ToList();

        return causes.OfType<TlsException>().Select(tls => tls.Error).FirstOrDefault()
            ?? causes.Select(Alert).FirstOrDefault(alert => alert is not null)
            ?? (causes.OfType<AuthenticationException>().Any(IsNoTls) ? TlsAbsent : null)
            ?? causes.OfType<SocketException>().Select(s => Named(s.SocketErrorCode)).FirstOrDefault(named => named is not null)
            ?? causes.OfType<HttpRequestException>().Select(h => Named(h.HttpRequestError)).FirstOrDefault(named => named is not null)
            ?? causes.OfType<HttpIOException>().Select(h => Named(h.HttpRequestError)).FirstOrDefault(named => named is not null)
            ?? new TransportError(
                TransportFault.Other,
                PrintableText.Excerpt($"{exception.GetType().Name}: {exception.Message}", ShownLength)
            );
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    /// <summary>What the other side said of our certificate, by OpenSSL's name of the TLS alert (RFC 8446 section 6.2).</summary>
    private static TransportError? Alert(Exception cause)
    {
        var at = cause.Message.IndexOf(AlertMark, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var alert = cause.Message[(at + AlertMark.Length)..].TrimEnd('.');
        return ClientCertificateAlerts.Contains(alert)
            ? new(
                TransportFault.TlsClientCertificate,
                $"the other side wants a client certificate, or does not accept ours (TLS alert: {alert})"
            )
            : new(TransportFault.Tls, PrintableText.Excerpt($"TLS failed: the other side ended it (TLS alert: {alert})", ShownLength));
    }

    // SslStream says so when the first bytes are no TLS record.
    private static bool IsNoTls(AuthenticationException failure) =>
        failure.Message.StartsWith("Cannot determine the frame size", StringComparison.Ordinal);

    private static TransportError? Named(SocketError error) =>
        error switch
        {
            SocketError.ConnectionRefused => new(TransportFault.ConnectionRefused, "connection refused"),
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => new(
                TransportFault.ConnectionReset,
                "connection reset"
            ),
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => new(
                TransportFault.Dns,
                "name not found"
            ),
            SocketError.HostUnreachable or SocketError.HostDown => new(TransportFault.HostUnreachable, "host unreachable"),
            SocketError.NetworkUnreachable or SocketError.NetworkDown => new(TransportFault.NetworkUnreachable, "network unreachable"),
            SocketError.TimedOut => new(TransportFault.ConnectionTimeout, "connection timed out"),
            _ => null,
        };

    private static TransportError? Named(HttpRequestError? error) =>
        error switch
        {
            HttpRequestError.NameResolutionError => new(TransportFault.Dns, "name not found"),
            HttpRequestError.SecureConnectionError => new(TransportFault.Tls, "TLS failed"),
            HttpRequestError.ResponseEnded => new(TransportFault.ConnectionClosed, "connection closed before the answer's end"),
            HttpRequestError.InvalidResponse => new(TransportFault.NotHttp, "answer is not HTTP"),
            HttpRequestError.ConfigurationLimitExceeded => new(TransportFault.HeadersTooLarge, "answer headers too large"),
            _ => null,
        };
}
