using System.Net.Sockets;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>Whether there is a Docker engine to ask for containers; an installed client alone is none.</summary>
internal static class DockerEngine
{
    private static readonly Lazy<Task<bool>> Asked = new(Ask);

    public static Task<bool> Answers() => Asked.Value;

    private static async Task<bool> Ask()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? new Uri(given) : new Uri("unix:///var/run/docker.sock");
        try
        {
            using var socket = host.Scheme == "unix"
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await (host.Scheme == "unix"
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), patience.Token)
                : socket.ConnectAsync(host.Host, host.Port, patience.Token));
            return true;
        }
        catch (Exception absent) when (absent is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
