using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace HandoffSaga.SystemSpecs.Servers;

/// <summary>A load balancer that ends TLS under a name of its own in front of a server that speaks none.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly SslServerAuthenticationOptions _tls;
    private readonly int _server;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="server">The port behind it.</param>
    public TlsFront(X509Certificate2 certificate, X509Certificate2 issuer, int server)
    {
        _server = server;
        _tls = new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [issuer], offline: true) };
        _listener.Start();
        _accepting = Accept();
    }

    public int Port { get; private set; }

    /// <summary>How many connections it has let through.</summary>
    public int Connections => _connections;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task Accept()
    {
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        List<Task> all = [];
        try
        {
            while (true)
                all.Add(Carry(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task Carry(TcpClient client)
    {
        try
        {
            using var server = new TcpClient();
            using (client)
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(_tls, _ended.Token);
                await server.ConnectAsync(IPAddress.Loopback, _server, _ended.Token);
                Interlocked.Increment(ref _connections);
                await using var plain = server.GetStream();
                await await Task.WhenAny(tls.CopyToAsync(plain, _ended.Token), plain.CopyToAsync(tls, _ended.Token));
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException or AuthenticationException)
        {
            // One of the two went away, or the client was not content.
        }
    }
}
