using System.Net.Sockets;
using HandoffSaga.Durability;

namespace HandoffSaga.Host.Station;

/// <summary>Explains what the HTTP server throws where it cannot listen.</summary>
internal static class StartFailure
{
    /// <summary>What to tell instead; null when the failure speaks for itself.</summary>
    public static StartRefusedException? Explain(Exception failure, IReadOnlyList<string> urls) =>
        Socket(failure) switch
        {
            { SocketErrorCode: SocketError.AccessDenied } denied => new StartRefusedException(
                $"Api:Urls = {string.Join(", ", urls)}: this user may not listen there. Take a port above 1023, "
                    + "or give the service the right to (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE).",
                denied
            ),
            { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported } missing =>
                new StartRefusedException($"Api:Urls = {string.Join(", ", urls)}: this machine has no such address.", missing),
            _ => null,
        };

    private static SocketException? Socket(Exception? failure)
    {
        while (failure is not null and not SocketException and not StoreUnavailableException)
            failure = failure.InnerException;
        return failure as SocketException;
    }
}
