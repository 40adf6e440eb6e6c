using System.Net.Sockets;

namespace HandoffSaga.SystemSpecs.Servers;

internal static class DockerEngine
{
    /// <summary>Whether an engine answers where the environment says, or at the usual socket.</summary>
    public static async Task<bool> Answers()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } named
            ? new Uri(named)
            : new Uri("unix:///var/run/docker.sock");
        using var http = new HttpClient(
            new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => Connect(host, cancellationToken) }
        )
        {
            Timeout = TimeSpan.FromSeconds(5),
        };
        try
        {
            using var answer = await http.GetAsync(new Uri("http://docker/_ping"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> Connect(Uri host, CancellationToken cancellationToken)
    {
        var unix = host.Scheme == "unix";
        var socket = unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await (
                unix
                    ? socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), cancellationToken)
                    : socket.ConnectAsync(host.Host, host.Port, cancellationToken)
            );
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
