using System.Net;
using HandoffSaga.Outbound.Tls;

namespace HandoffSaga.Demo.StandInHubs;

internal enum HubKind
{
    Vault,
    Floor,
}

/// <summary>The options of a stand-in hub.</summary>
internal sealed record StandInHubOptions
{
    public required HubKind Kind { get; init; }

    /// <summary>The value of <c>received_by</c>. Default <c>vault-hub</c> or <c>floor-hub</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Where it listens. Default loopback only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>The broker it takes deliveries from as well, or the nodes of one cluster; none for HTTP only.</summary>
    public IReadOnlyList<Uri> Broker { get; init; } = [];

    /// <summary>Whom to trust and as whom to come over amqps.</summary>
    public TlsOptions BrokerTls { get; init; } = new();

    /// <summary>Receives messages for people about the broker connection.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>The folder for received packages, which survive a restart. Null keeps them in memory.</summary>
    public string? Folder { get; init; }

    public FailRules Fail { get; init; } = FailRules.None;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
