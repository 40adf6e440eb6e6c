using System.Net;
using HandoffSaga.Outbound.Tls;

namespace HandoffSaga.Outbound;

/// <summary>The HTTP client for all outgoing requests: it sends exactly what it is given, with no implicit behaviour.</summary>
internal static class OutboundHttp
{
    /// <summary>
    /// Creates an invoker that follows no redirects, keeps no cookies, ignores the environment's proxies, decompresses nothing and adds no
    /// headers.
    /// </summary>
    /// <param name="timeout">The longest a connection attempt may take: an abandoned one must not continue for minutes.</param>
    /// <param name="tls">How connections over HTTPS are made.</param>
    public static HttpMessageInvoker CreateInvoker(TimeSpan timeout, TlsOptions tls, TimeProvider clock) =>
        new(
            new TlsHandler(
                tls,
                clock,
                ssl => new SocketsHttpHandler
                {
                    SslOptions = ssl,
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                    AutomaticDecompression = DecompressionMethods.None,

                    // The sender writes traceparent itself; the propagator would add baggage that is not configured.
                    ActivityHeadersPropagator = null,

                    MaxConnectionsPerServer = 256,
                    ConnectTimeout = timeout,

                    // So that a hub is found again after its address changes.
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),

                    // The unread rest of an answer is not needed: close instead of reading on.
                    MaxResponseDrainSize = 0,
                }
            )
        );

    /// <summary>A POST in HTTP/1.1 that sends its body at once.</summary>
    public static HttpRequestMessage Post(Uri url, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.ExpectContinue = false;
        return request;
    }
}
