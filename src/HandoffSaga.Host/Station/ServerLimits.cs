using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HandoffSaga.Host.Station;

/// <summary>
/// Limits what one caller may use of the HTTP server. Endpoints limit the size of bodies themselves, so that a sender can read the
/// rejection. The server limits how slowly they may arrive: 240 bytes a second on average, after five seconds.
/// </summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        server.Limits.MaxConcurrentConnections = 1024;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        server.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }
}
