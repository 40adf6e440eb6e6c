using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Settings;

/// <summary>The whole configuration, checked. Paths are absolute.</summary>
internal sealed record HandoffSettings(
    string DataFolder,
    NodeSettings Node,
    StoreSettings Store,
    BusSettings Bus,
    ContractsSettings Contracts,
    GuardianSettings Guardian,
    HubsSettings Hubs,
    RedeliverySettings Redelivery,
    ApiSettings Api,
    IntakeSettings Intake,
    AlertsSettings Alerts,
    LedgerSettings Ledger);

/// <summary>Who this station is; replicas share all of it but <paramref name="Instance"/>, which is for logs only.</summary>
internal sealed record NodeSettings(string Id, string StationType, string Domain, string SmartId, string Instance);

internal enum StoreProvider
{
    Sqlite,
    Postgres,
}

/// <param name="ConnectionString">For SQLite its <c>Data Source</c> is absolute.</param>
/// <param name="AwayAfter">How long it may be away before nothing more is taken from a broker.</param>
internal sealed record StoreSettings(StoreProvider Provider, string ConnectionString, TimeSpan AwayAfter);

internal enum BusProvider
{
    InMemory,
    RabbitMq,
}

internal enum QueueType
{
    Quorum,
    Classic,
}

/// <summary>Whether a message between the program's own parts stays in the process or takes the broker.</summary>
internal enum MessagePath
{
    Local,
    Broker,
}

internal sealed record BusSettings(BusProvider Provider, IReadOnlyList<Uri> Urls, QueueType QueueType, MessagePath Replies, MessagePath Commands);

internal sealed record ContractsSettings(string Folder, TimeSpan Recheck);

internal enum GuardianVerification
{
    Required,
    Off,
}

internal sealed record GuardianSettings(GuardianVerification Verification, string Jwks);

internal sealed record HubsSettings(HubSettings Vault, HubSettings Floor);

internal enum HubConnector
{
    Http,
    Amqp,
}

/// <param name="Timeout">For one attempt over HTTP, its answer included.</param>
/// <param name="Concurrency">At most so many deliveries to this hub at once.</param>
/// <param name="ReceiptDeadline">How long after the publish confirm a receipt may take (AMQP).</param>
/// <param name="Redelivery">The hub's own plan where it has one, else the general one, member by member.</param>
internal sealed record HubSettings(
    HubConnector Connector,
    Uri Url,
    TimeSpan Timeout,
    int Concurrency,
    TimeSpan ReceiptDeadline,
    string? BearerTokenFile,
    string? Jwks,
    RedeliverySettings Redelivery);

/// <param name="Delays">Before the second attempt, the third, and so on; empty: none.</param>
/// <param name="Jitter">0.2: each delay is drawn from 80 % to 120 % of itself.</param>
/// <param name="AfterEscalation">Between the slow tries after an escalation for a transient reason; null: none.</param>
/// <param name="MaxRetryAfter">A hub's <c>Retry-After</c> counts up to this.</param>
internal sealed record RedeliverySettings(IReadOnlyList<TimeSpan> Delays, double Jitter, TimeSpan? AfterEscalation, TimeSpan MaxRetryAfter);

/// <param name="Urls">In Kestrel's form; a port 0 is any free one.</param>
internal sealed record ApiSettings(IReadOnlyList<string> Urls, string? TokenFile);

internal sealed record IntakeSettings(string? Folder, int MaxBytes);

internal sealed record AlertsSettings(Uri? FloorHubUrl, IReadOnlyList<Uri> Urls);

/// <param name="Witness">Who cosigns checkpoints; null: nobody.</param>
internal sealed record LedgerSettings(string Origin, string KeyFile, string Folder, WitnessSettings? Witness, Uri? ForwardUrl);

internal sealed record WitnessSettings(Uri Url, NoteVerifierKey VKey);
