using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandoffSaga.Specs.Hubs;

/// <summary>A server below HTTP: it takes one request and then does to the connection what the spec says.</summary>
internal sealed class RawHub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private RawHub() => _listener.Start();

    public Uri Url => new($"http://{_listener.LocalEndpoint}/receive-test-results");

    public static RawHub Doing(Func<Socket, Task> answer)
    {
        var hub = new RawHub();
        _ = hub.Serve(answer);
        return hub;
    }

    /// <summary>An address where nobody listens.</summary>
    public static Uri Gone()
    {
        using var hub = new RawHub();
        return hub.Url;
    }

    public static Task Send(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Closes without a goodbye, as a machine does whose program is killed.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => _listener.Dispose();

    private async Task Serve(Func<Socket, Task> answer)
    {
        using var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await ReadRequest(socket);
        await answer(socket);
    }

    private static async Task ReadRequest(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var read = await socket.ReceiveAsync(buffer);
            if (read == 0)
                return;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static bool IsWhole(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;

        var length = text[..head]
            .Split("\r\n")
            .First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Split(':')[1];
        return text.Length - head - 4 >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
    }
}
