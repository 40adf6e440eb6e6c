using System.Net;
using System.Net.Sockets;

namespace HandoffSaga.SystemSpecs.Servers;

/// <summary>A wire to a server that a spec can cut: what is under way is then lost, or still arrives, as the spec decides.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<Link> _links = [];
    private readonly int _server;
    private volatile bool _keepsRequests;
    private volatile bool _keepsAnswers;

    private Wire(int server) => _server = server;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static Wire To(int server)
    {
        var wire = new Wire(server);
        wire._listener.Start();
        _ = wire.Accept();
        return wire;
    }

    /// <summary>From now on no answer gets through; returns when the first one has been kept: the server is done by then.</summary>
    public Task KeepAnswers()
    {
        _keepsAnswers = true;
        return First(link => link.AnswerKept.Task);
    }

    /// <summary>From now on no request gets through; returns when the first one has been kept.</summary>
    public Task KeepRequests()
    {
        _keepsRequests = true;
        return First(link => link.RequestKept.Task);
    }

    /// <summary>Ends the connections on the client's side, and lets new ones through.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var link in _links)
            {
                link.Client.Close();
            }
        }

        _keepsAnswers = _keepsRequests = false;
    }

    /// <summary>What was kept arrives after all; returns when the server has said something about it.</summary>
    public async Task DeliverLate()
    {
        Link[] kept;
        lock (_gate)
        {
            kept = [.. _links.Where(link => link.Kept.Length > 0)];
        }

        foreach (var link in kept)
        {
            await link.Server.SendAsync(link.Kept.ToArray());
            await link.Answered.Task;
        }
    }

    public ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var link in _links)
        {
            link.Client.Dispose();
            link.Server.Dispose();
        }

        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<Task> First(Func<Link, Task> happens)
    {
        lock (_gate)
        {
            return Task.WhenAny(_links.Select(happens));
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _server);
                var link = new Link(client, server);
                lock (_gate)
                {
                    _links.Add(link);
                }

                _ = Requests(link);
                _ = Answers(link);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }

    private async Task Requests(Link link)
    {
        var buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await link.Client.ReceiveAsync(buffer)) > 0)
            {
                if (_keepsRequests)
                {
                    link.Kept.Write(buffer, 0, read);
                    link.RequestKept.TrySetResult();
                }
                else
                {
                    await link.Server.SendAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        // A server whose client is gone learns of it; but not before it has what was kept for it.
        if (link.Kept.Length == 0 && !link.AnswerKept.Task.IsCompleted)
        {
            link.Server.Close();
        }
    }

    private async Task Answers(Link link)
    {
        var buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await link.Server.ReceiveAsync(buffer)) > 0)
            {
                if (link.Kept.Length > 0)
                {
                    link.Answered.TrySetResult();
                }
                else if (_keepsAnswers)
                {
                    link.AnswerKept.TrySetResult();
                }
                else
                {
                    await link.Client.SendAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private sealed record Link(Socket Client, Socket Server)
    {
        public MemoryStream Kept { get; } = new();

        public TaskCompletionSource RequestKept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource AnswerKept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
