using System.Globalization;
using System.Net.Sockets;
using HandoffSaga.Texts;

namespace HandoffSaga.Outbound;

/// <summary>Why an exchange failed, in a few words for people.</summary>
internal static class TransportErrors
{
    private const int ShownLength = 200;

    public static string Timeout(TimeSpan limit) =>
        string.Create(CultureInfo.InvariantCulture, $"timeout after {limit.TotalSeconds:0.###} s");

    /// <summary>The innermost cause that has a name, else the exception's own words on one line.</summary>
    public static string Describe(Exception exception)
    {
        var causes = Causes(exception).ToList();

        return causes.OfType<SocketException>().Select(s => Named(s.SocketErrorCode)).FirstOrDefault(name => name is not null)
            ?? causes.OfType<HttpRequestException>().Select(h => Named(h.HttpRequestError)).FirstOrDefault(name => name is not null)
            ?? causes.OfType<HttpIOException>().Select(h => Named(h.HttpRequestError)).FirstOrDefault(name => name is not null)
            ?? PrintableText.Excerpt($"{exception.GetType().Name}: {exception.Message}", ShownLength);
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string? Named(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "connection reset",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => "name not found",
        SocketError.HostUnreachable or SocketError.HostDown => "host unreachable",
        SocketError.NetworkUnreachable or SocketError.NetworkDown => "network unreachable",
        SocketError.TimedOut => "connection timed out",
        _ => null,
    };

    private static string? Named(HttpRequestError? error) => error switch
    {
        HttpRequestError.NameResolutionError => "name not found",
        HttpRequestError.SecureConnectionError => "TLS failed",
        HttpRequestError.ResponseEnded => "connection closed before the answer's end",
        HttpRequestError.InvalidResponse => "answer is not HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "answer headers too large",
        _ => null,
    };
}
