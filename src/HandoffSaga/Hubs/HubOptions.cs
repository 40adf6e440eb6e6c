using HandoffSaga.Packages;
using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Hubs;

/// <summary>How one hub is reached (<c>Hubs:Vault</c>, <c>Hubs:Floor</c>).</summary>
internal sealed record HubOptions
{
    public static readonly OptionSettings<HubOptions> Settings = new()
    {
        {
            hub => hub.Connector,
            OneOf(("http", Connectors.Http), ("amqp", Connectors.Amqp)),
            "protocol toward the hub, for new transfers; amqp needs a broker"
        },
        { hub => hub.Url, HttpUrl, "address that packages are posted to" },
        { hub => hub.Timeout, DurationUpTo(TimeSpan.FromHours(1)), "time limit of one attempt over HTTP, its answer included" },
        { hub => hub.Concurrency, Integer(1, 1024), "maximum number of simultaneous deliveries to the hub" },
        { hub => hub.ReceiptDeadline, DurationUpTo(TimeSpan.FromDays(7)), "how long a receipt over the broker is waited for" },
        { hub => hub.BearerTokenFile, SecretPath.OrNothing(), "file with the bearer token that the hub expects; re-read at every attempt" },
        {
            hub => hub.Jwks,
            DataPath.OrNothing(),
            "file with the public keys (JWKS) that the hub signs its receipts with; a receipt signed by one counts as signed_receipt"
        },
    };

    /// <summary>Where the Vault Hub listens unless configured otherwise.</summary>
    public static readonly Uri DefaultVaultUrl = new("http://vault-hub:8080/receive-test-results");

    /// <summary>Where the Floor Hub listens unless configured otherwise.</summary>
    public static readonly Uri DefaultFloorUrl = new("http://floor-hub:8080/route-to-node");

    /// <summary>The protocol new legs are frozen to.</summary>
    public string Connector { get; init; } = Connectors.Http;

    /// <summary>Absolute <c>http</c> or <c>https</c> address packages are posted to. Redirects from it are not followed.</summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// The longest one exchange may take, from the first connection to the last byte of the answer. More than zero, at most 49 days.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many deliveries to this hub may be under way at once, 1 or more. Whoever calls the connector keeps to it.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long a receipt that comes apart from the delivery is waited for; unused over HTTP.</summary>
    public TimeSpan ReceiptDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A file with the token for <c>Authorization: Bearer</c> (RFC 6750), read anew at every attempt. None: no such header.
    /// </summary>
    public string? BearerTokenFile { get; init; }

    /// <summary>A JWKS file (RFC 7517) with the keys this hub signs its receipts with. None: signatures are not looked at.</summary>
    public string? Jwks { get; init; }
}
