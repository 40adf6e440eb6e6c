namespace HandoffSaga.Hubs;

/// <summary>How one hub is reached (<c>Hubs:Vault</c>, <c>Hubs:Floor</c>).</summary>
internal sealed record HubOptions
{
    /// <summary>Where the Vault Hub listens unless configured otherwise.</summary>
    public static readonly Uri DefaultVaultUrl = new("http://vault-hub:8080/receive-test-results");

    /// <summary>Where the Floor Hub listens unless configured otherwise.</summary>
    public static readonly Uri DefaultFloorUrl = new("http://floor-hub:8080/route-to-node");

    /// <summary>The protocol new legs are frozen to. Default <c>http</c>.</summary>
    public string Connector { get; init; } = "http";

    /// <summary>Absolute <c>http</c> or <c>https</c> address packages are posted to. Redirects from it are not followed.</summary>
    public required Uri Url { get; init; }

    /// <summary>The longest one exchange may take, from the first connection to the last byte of the answer. More than zero, at most 49 days. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many deliveries to this hub may be under way at once, 1 or more. Default 16. Whoever calls the connector keeps to it.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long a receipt that comes apart from the delivery is waited for. Default 5 min; unused over HTTP.</summary>
    public TimeSpan ReceiptDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A file with the token for <c>Authorization: Bearer</c> (RFC 6750), read anew at every attempt. Default none: no such header.</summary>
    public string? BearerTokenFile { get; init; }

    /// <summary>A JWKS file (RFC 7517) with the keys this hub signs its receipts with. Default none.</summary>
    public string? Jwks { get; init; }
}
