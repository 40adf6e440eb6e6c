using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Specs.Outbound;

namespace HandoffSaga.SystemSpecs.Servers.RabbitMq;

/// <summary>A port of a private broker that speaks TLS, with a certificate that can be replaced while the broker runs.</summary>
internal sealed class TlsListener : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tls-listener-");
    private readonly string _address;

    /// <param name="clients">Whose clients may come; null when anyone may.</param>
    /// <param name="address">Where it listens.</param>
    public TlsListener(Authority? clients = null, string address = "127.0.0.1")
    {
        _address = address;
        WantsClients = clients is not null;
        File.WriteAllText(In("clients.pem"), clients?.RootPem ?? "");
    }

    public int Port { get; } = FreePort.Next();

    private bool WantsClients { get; }

    /// <summary>Its lines of <c>rabbitmq.conf</c>.</summary>
    public string Configuration =>
        $"""
            listeners.ssl.1 = {_address}:{Port}
            ssl_options.certfile = {In("server.pem")}
            ssl_options.keyfile = {In("server.key")}
            """
        + (
            WantsClients
                ? $"\nssl_options.cacertfile = {In("clients.pem")}\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true"
                : "\nssl_options.verify = verify_none"
        );

    /// <summary>Before the broker starts.</summary>
    public void Shows(Authority authority, X509Certificate2 certificate)
    {
        File.WriteAllText(In("server.pem"), authority.ChainPem(certificate));
        File.WriteAllText(In("server.key"), Authority.KeyPem(certificate));
    }

    /// <summary>From its next connection on; the others end.</summary>
    public async Task Shows(PrivateRabbitMq broker, Authority authority, X509Certificate2 certificate)
    {
        Shows(authority, certificate);
        await broker.Control("eval", "ssl:clear_pem_cache().");
        await broker.Control("close_all_connections", "spec");
    }

    /// <summary>A virtual host of the broker over this port.</summary>
    public Uri Seen(VirtualHost host, string name = "localhost") =>
        new UriBuilder(host.Amqp)
        {
            Scheme = "amqps",
            Host = name,
            Port = Port,
        }.Uri;

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string file) => Path.Combine(_folder.FullName, file);
}
