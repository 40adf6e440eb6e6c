using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>The broker's nodes and the one login for all of them.</summary>
internal sealed class BrokerAddresses
{
    /// <exception cref="ArgumentException">There is no address, or two of them differ in more than host and port.</exception>
    public BrokerAddresses(IReadOnlyList<Uri> hosts)
    {
        if (hosts.Count == 0)
            throw new ArgumentException("Name at least one RabbitMQ host.", nameof(hosts));
        var first = hosts[0];
        if (
            hosts.FirstOrDefault(host =>
                (host.Scheme, host.UserInfo, host.AbsolutePath) != (first.Scheme, first.UserInfo, first.AbsolutePath)
            ) is
            { } other
        )
        {
            throw new ArgumentException(
                $"{other.Host}:{other.Port} and {first.Host}:{first.Port} are not nodes of one cluster: scheme, user, password and virtual host must be the same.",
                nameof(hosts)
            );
        }

        var login = first.UserInfo.Split(':', 2);
        User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : ConnectionFactory.DefaultUser;
        Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : ConnectionFactory.DefaultPass;
        VirtualHost = first.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(first.AbsolutePath[1..]) : ConnectionFactory.DefaultVHost;
        UsesTls = first.Scheme == "amqps";
        Nodes =
        [
            .. hosts.Select(host =>
                (
                    host.IdnHost,
                    host.Port > 0 ? host.Port
                    : UsesTls ? 5671
                    : 5672
                )
            ),
        ];
    }

    public string User { get; }

    public string Password { get; }

    public string VirtualHost { get; }

    public bool UsesTls { get; }

    public IReadOnlyList<(string Host, int Port)> Nodes { get; }

    /// <summary>The nodes in their order, from this number on and then from the first.</summary>
    public IEnumerable<int> From(int start)
    {
        for (var i = 0; i < Nodes.Count; i++)
            yield return (start + i) % Nodes.Count;
    }

    /// <summary>How the next connection to this node is made: by the node's own name.</summary>
    public AmqpTcpEndpoint Endpoint(int node, IBrokerTls? tls)
    {
        var (host, port) = Nodes[node];
        var ssl = new SslOption { Enabled = UsesTls, ServerName = host };
        if (UsesTls && tls?.Options(host) is { } options)
        {
            ssl.CertificateValidationCallback = options.RemoteCertificateValidationCallback;
            ssl.ClientCertificateContext = options.ClientCertificateContext;
        }

        return new AmqpTcpEndpoint(host, port, ssl);
    }
}
