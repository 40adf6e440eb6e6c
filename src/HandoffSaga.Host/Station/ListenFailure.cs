using System.Net.Sockets;
using HandoffSaga.Durability;

namespace HandoffSaga.Host.Station;

/// <summary>Explains why an address cannot be listened on, where trying again would not help.</summary>
internal static class ListenFailure
{
    /// <summary>One line with what to do; null when the failure is another one.</summary>
    /// <param name="failure">What the HTTP server threw.</param>
    /// <param name="asked">The setting or the options that name the address.</param>
    public static string? Explain(Exception failure, string asked) =>
        Socket(failure)?.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"{asked}: this user may not listen there. Take a port above 1023, "
                + "or give the service the right to (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE).",
            SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.InvalidArgument =>
                $"{asked}: this machine has no such address.",
            _ => null,
        };

    private static SocketException? Socket(Exception? failure)
    {
        while (failure is not null and not SocketException and not StoreUnavailableException)
            failure = failure.InnerException;
        return failure as SocketException;
    }
}
