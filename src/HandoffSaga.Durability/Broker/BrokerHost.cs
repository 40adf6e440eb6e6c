using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>
/// How MassTransit connects: to a node that has just let this program in, under the node's own name. MassTransit's own way of settings would
/// take one name for all nodes and accept every issuer, and it never tries again after a rejected login.
/// </summary>
internal sealed class BrokerHost(BrokerLogin login, RabbitMqOptions options)
    : RabbitMqHostSettings,
        IRabbitMqEndpointResolver,
        BatchSettings
{
    private readonly BrokerAddresses _addresses = login.Addresses;
    private int _node = -1;

    public string Host => _addresses.Nodes[0].Host;

    public int Port => _addresses.Nodes[0].Port;

    public string VirtualHost => _addresses.VirtualHost;

    public string Username => _addresses.User;

    public string Password => _addresses.Password;

    public string ClientProvidedName => options.ConnectionName;

    public bool PublisherConfirmation => true;

    public TimeSpan Heartbeat => BrokerLogin.Heartbeat;

    public TimeSpan RequestedConnectionTimeout => BrokerLogin.ConnectTimeout;

    public TimeSpan ContinuationTimeout => TimeSpan.FromSeconds(20);

    public Uri HostAddress => new RabbitMqHostAddress(Host, Port, VirtualHost);

    public IRabbitMqEndpointResolver EndpointResolver => this;

    public BatchSettings BatchSettings => this;

    /// <summary>Whether TLS is used; how is said with each node (<see cref="All"/>).</summary>
    public bool Ssl => _addresses.UsesTls;

    public SslProtocols SslProtocol => SslProtocols.None;

    public string SslServerName => Host;

    public SslPolicyErrors AcceptablePolicyErrors => SslPolicyErrors.None;

    public ClusterNode LastHost => ClusterNode.Parse(_addresses.Nodes[Math.Max(_node, 0)].Host.Replace(':', '.'));

    string RabbitMqHostSettings.ClientCertificatePath => "";

    string RabbitMqHostSettings.ClientCertificatePassphrase => "";

    X509Certificate RabbitMqHostSettings.ClientCertificate => null!;

    bool RabbitMqHostSettings.UseClientCertificateAsAuthenticationIdentity => false;

    LocalCertificateSelectionCallback RabbitMqHostSettings.CertificateSelectionCallback { get; set; } = null!;

    RemoteCertificateValidationCallback RabbitMqHostSettings.CertificateValidationCallback { get; set; } = null!;

    ushort RabbitMqHostSettings.RequestedChannelMax => 0;

    uint? RabbitMqHostSettings.MaxMessageSize => null;

    ICredentialsProvider RabbitMqHostSettings.CredentialsProvider => null!;

    uint? RabbitMqHostSettings.RequestedFrameMax => null;

    bool BatchSettings.Enabled => false;

    int BatchSettings.MessageLimit => 100;

    int BatchSettings.SizeLimit => 64 * 1024;

    TimeSpan BatchSettings.Timeout => TimeSpan.FromMilliseconds(1);

    /// <summary>Before each connection: looks for a node that lets this program in, beginning after the last one.</summary>
    /// <exception cref="BrokerAwayException">None does.</exception>
    public async Task Refresh(ConnectionFactory connectionFactory)
    {
        var (connection, node) = await login.Connect(_node + 1, "login", CancellationToken.None);
        await using (connection)
            _node = node;
    }

    /// <summary>The node that was found first, then the others.</summary>
    public IEnumerable<AmqpTcpEndpoint> All() => _addresses.From(Math.Max(_node, 0)).Select(node => _addresses.Endpoint(node, options.Tls));
}
