using System.Net.Http.Headers;
using System.Net.Mime;
using HandoffSaga.Legs;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Packages;
using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Hubs;

/// <summary>How one hub is reached (<c>Hubs:Vault</c>, <c>Hubs:Floor</c>).</summary>
internal sealed record HubOptions
{
    private static readonly ScalarKind<string> MediaType = new(
        "a content type without parameters",
        (string text, out string value) =>
        {
            value = text.ToLowerInvariant();
            return MediaTypeHeaderValue.TryParse(text, out var type) && type.Parameters.Count == 0;
        },
        examples: "text/html"
    );

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
        {
            hub => hub.Evidence,
            OneOf(("status", Evidence.StatusCode), ("receipt", Evidence.Receipt), ("signed", Evidence.SignedReceipt)),
            "least evidence that completes a leg: a 2xx status, a receipt, or a receipt signed by a key of Jwks; over RabbitMQ status means receipt"
        },
        {
            hub => hub.ConfirmingContentTypes,
            ListOf(MediaType),
            "content types that confirm a delivery with a 2xx and no receipt; application/json includes every JSON type"
        },
        { hub => hub.BearerTokenFile, SecretPath.OrNothing(), "file with the bearer token that the hub expects; re-read at every attempt" },
        {
            hub => hub.Jwks,
            DataPath.OrNothing(),
            "file with the public keys (JWKS) that the hub signs its receipts with; a receipt signed by one counts as signed_receipt"
        },
    };

    /// <summary>The section of each leg's hub, for texts that name a setting.</summary>
    public static readonly PerLeg<string> Sections = new("Hubs:Vault", "Hubs:Floor");

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

    /// <summary>The largest number of simultaneous deliveries to this hub, 1 or more. The connector's caller enforces it.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long to wait for a receipt that comes apart from the delivery; unused over HTTP.</summary>
    public TimeSpan ReceiptDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The least that completes a leg. A broker's confirm never does: over RabbitMQ the least is a receipt.</summary>
    public Evidence Evidence { get; init; } = Evidence.StatusCode;

    /// <summary>Content types, in lower case, whose content confirms with a 2xx although it is not a receipt.</summary>
    public IReadOnlyList<string> ConfirmingContentTypes { get; init; } = [MediaTypeNames.Application.Json, MediaTypeNames.Text.Plain];

    /// <summary>
    /// A file with the token for <c>Authorization: Bearer</c> (RFC 6750), read again at every attempt. None: no such header.
    /// </summary>
    public string? BearerTokenFile { get; init; }

    /// <summary>Whom to trust and as whom to come over HTTPS (<c>Hubs:*:Tls</c>).</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>A JWKS file (RFC 7517) with the keys this hub signs its receipts with. None: signatures are not checked.</summary>
    public string? Jwks { get; init; }
}
