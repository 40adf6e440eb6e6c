using System.Net;

namespace HandoffSaga.Outbound;

/// <summary>The one way this program speaks HTTP to others: it does what it is told and nothing of its own accord.</summary>
internal static class OutboundHttp
{
    /// <summary>
    /// Creates an invoker that follows no redirect, keeps no cookie, asks no proxy of the environment, decompresses nothing and adds no
    /// header.
    /// </summary>
    /// <param name="timeout">The longest a connection attempt may take: one that its exchange gave up must not live on for minutes.</param>
    public static HttpMessageInvoker CreateInvoker(TimeSpan timeout) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.None,

                // The sender writes traceparent itself; the propagator would add baggage that no configuration names.
                ActivityHeadersPropagator = null,

                MaxConnectionsPerServer = 256,
                ConnectTimeout = timeout,

                // A hub that moves to another address is found again.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),

                // What stays unread of an answer is not wanted: close instead of reading on.
                MaxResponseDrainSize = 0,
            }
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
