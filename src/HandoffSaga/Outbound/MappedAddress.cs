using System.Net;

namespace HandoffSaga.Outbound;

/// <summary>
/// IPv4 addresses in the writing of IPv6, as in <c>::ffff:127.0.0.1</c>: sockets for both report them so, and people copy them from there.
/// </summary>
internal static class MappedAddress
{
    /// <summary>The same address in its own writing.</summary>
    public static IPAddress Plain(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Whether a host names this machine's loopback.</summary>
    /// <param name="host">A name, or an address with brackets or without.</param>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address.Plain()));

    /// <summary>The URL with such a host in its own writing; any other as it is.</summary>
    public static string PlainHost(string url)
    {
        var (from, to) = (url.IndexOf('[', StringComparison.Ordinal), url.IndexOf(']', StringComparison.Ordinal));
        return
            from >= 0 && to > from && IPAddress.TryParse(url.AsSpan(from + 1, to - from - 1), out var address) && address.IsIPv4MappedToIPv6
            ? $"{url[..from]}{address.MapToIPv4()}{url[(to + 1)..]}"
            : url;
    }
}
