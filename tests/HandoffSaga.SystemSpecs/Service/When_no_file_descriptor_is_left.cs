using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Service;

/// <summary>As when callers keep their connections, or a limit is low.</summary>
public sealed class When_no_file_descriptor_is_left
{
    private const int Left = 20;
    private const int Callers = 60;

    [Fact]
    public async Task Connections_are_refused_nothing_ends_and_it_goes_on_by_itself()
    {
        await using var station = await RealStation.With();
        await station.Start();
        var process = station.Process.Id.ToString(CultureInfo.InvariantCulture);
        using var caller = await Connect(station.Process.Url);

        // Given callers that take all that are left
        var limit = (Directory.GetFiles($"/proc/{process}/fd").Length + Left).ToString(CultureInfo.InvariantCulture);
        await Commands.Run("prlimit", "--pid", process, $"--nofile={limit}:{limit}");
        List<Socket> callers = [];
        for (var i = 0; i < Callers; i++)
            callers.Add(await Connect(station.Process.Url));
        await UntilNoneIsLeft(process, int.Parse(limit, CultureInfo.InvariantCulture));

        // When a signoff comes over a connection that stands, the first of this process
        var said = await Post(caller, station.Signed(RealStation.Signoff("PKG-1")));

        // Then it is taken, or may come again; nothing has failed for good
        said.ShouldMatch("^HTTP/1.1 (202|503) ", station.Process.Messages);
        foreach (var one in callers)
            one.Dispose();
        (await station.Submit("PKG-1")).ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
        (await station.Submit("PKG-2")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(2);
        (await station.Process.Terminate()).ShouldBe(0);
        station.Process.Messages.ShouldNotContain("Could not load file or assembly");
    }

    private static async Task UntilNoneIsLeft(string process, int limit)
    {
        using var patience = new CancellationTokenSource(BusyMachine.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Directory.GetFiles($"/proc/{process}/fd").Length < limit)
            await look.WaitForNextTickAsync(patience.Token);
    }

    private static async Task<Socket> Connect(Uri service)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(service.Host, service.Port);
        return socket;
    }

    private static async Task<string> Post(Socket socket, byte[] body)
    {
        var head = $"POST /signoffs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await socket.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]);
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(BusyMachine.Patience);
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token));
    }
}
