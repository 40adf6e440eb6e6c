using System.Net.Security;

namespace HandoffSaga.Durability;

/// <summary>How connections over <c>amqps</c> are made, and what their failures mean.</summary>
public interface IBrokerTls
{
    /// <summary>
    /// How the next connection to a node is made; asked for each one, so that files that changed count from the next connection on. Of the
    /// options, <see cref="SslClientAuthenticationOptions.ClientCertificateContext"/> and
    /// <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/> count.
    /// </summary>
    /// <param name="host">The node's own name, which its certificate must be for.</param>
    SslClientAuthenticationOptions Options(string host);

    /// <summary>In one line, what was wrong with TLS; null when the failure is another one.</summary>
    string? Describe(Exception failure);
}
