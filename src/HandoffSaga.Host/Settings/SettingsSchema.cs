using HandoffSaga.Ledger;
using static HandoffSaga.Host.Settings.SettingKinds;

namespace HandoffSaga.Host.Settings;

/// <summary>Every key of the configuration, once: its kind, default and meaning. Reading, <c>handoff config</c> and the documentation follow it.</summary>
internal static class SettingsSchema
{
    private static readonly List<SettingKey> Keys = [];

    public static readonly SettingKey<string> DataFolder = Key("DataFolder", FilePath, "~/.local/share/handoff", "where the station keeps its data; relative data paths lie in it");

    public static readonly SettingKey<string> NodeId = Key("Node:Id", StationId, "NODE-001", "the station; its replicas share it");
    public static readonly SettingKey<string> NodeStationType = Key("Node:StationType", Text, "station", "what kind of station it is");
    public static readonly SettingKey<string> NodeDomain = Key("Node:Domain", Text, "default", "the domain of signoffs that name none");
    public static readonly SettingKey<string> NodeSmartId = Key("Node:SmartId", Text, "= Node:Id", values => values.Get(NodeId), "the SMART-ID of signoffs that name none");
    public static readonly SettingKey<string> NodeInstance = Key(
        "Node:Instance", Text, "host and process", _ => $"{Environment.MachineName}:{Environment.ProcessId}", "this process, in logs only");

    public static readonly SettingKey<StoreProvider> StoreChoice = Key(
        "Store:Provider", OneOf(("sqlite", StoreProvider.Sqlite), ("postgres", StoreProvider.Postgres)), "sqlite", "what the store is");
    public static readonly SettingKey<string> StoreConnectionString = Key("Store:ConnectionString", ConnectionString, "Data Source=handoff.db", "where the store is");
    public static readonly SettingKey<TimeSpan> StoreAwayAfter = Key(
        "Store:AwayAfter", DurationUpTo(TimeSpan.FromMinutes(10)), "10s", "how long the store may be away before nothing more is taken from the broker");

    public static readonly SettingKey<BusProvider> BusChoice = Key(
        "Bus:Provider", OneOf(("in-memory", BusProvider.InMemory), ("rabbitmq", BusProvider.RabbitMq)), "in-memory", "what the bus is");
    public static readonly SettingKey<IReadOnlyList<Uri>> BusUrl = Key(
        "Bus:Url", ListOf(BrokerUrl), "amqp://guest:guest@localhost:5672/", "the broker, or several of one cluster");
    public static readonly SettingKey<QueueType> BusQueueType = Key(
        "Bus:QueueType", OneOf(("quorum", QueueType.Quorum), ("classic", QueueType.Classic)), "quorum", "the broker's kind of queue");
    public static readonly SettingKey<MessagePath> BusReplies = Key("Bus:Replies", Way, "local", "how a leg's answer reaches the saga; the same at every replica");
    public static readonly SettingKey<MessagePath> BusCommands = Key("Bus:Commands", Way, "broker", "how the saga's commands reach the legs");

    public static readonly SettingKey<string> ContractsFolder = Key(
        "Contracts:Folder", FilePath, "contracts/smart-contracts", "the SmartContracts; relative to the working folder, the same for all replicas");
    public static readonly SettingKey<TimeSpan> ContractsRecheck = Key(
        "Contracts:Recheck", DurationUpTo(TimeSpan.FromDays(1)), "1m", "how often a missing next contract is looked for again");

    public static readonly SettingKey<GuardianVerification> Verification = Key(
        "Guardian:Verification",
        OneOf(("required", GuardianVerification.Required), ("off", GuardianVerification.Off)),
        "required", "whether Guardian's signature is checked");
    public static readonly SettingKey<string> GuardianJwks = Key("Guardian:Jwks", FilePath, "guardian.jwks.json", "Guardian's public keys");

    public static readonly RedeliveryKeys GeneralRedelivery = new("Redelivery", general: null);

    public static readonly HubKeys Vault = new("Hubs:Vault", "http://vault-hub:8080/receive-test-results");
    public static readonly HubKeys Floor = new("Hubs:Floor", "http://floor-hub:8080/route-to-node");

    public static readonly SettingKey<IReadOnlyList<string>> ApiUrls = Key("Api:Urls", ListOf(ListenUrl), "http://127.0.0.1:5080", "where the HTTP API listens");
    public static readonly SettingKey<string?> ApiTokenFile = Key(
        "Api:TokenFile", Optional(FilePath), "", "a file with the bearer token of the API; needed when it does not listen on loopback only");

    public static readonly SettingKey<string?> IntakeFolder = Key("Intake:Folder", Optional(FilePath), "", "a folder watched for signoff files");
    public static readonly SettingKey<int> IntakeMaxBytes = Key("Intake:MaxBytes", Size, "8 MiB", "the largest signoff taken");

    public static readonly SettingKey<Uri?> AlertsFloorHubUrl = Key("Alerts:FloorHubUrl", Optional(Url), "", "where the Floor Hub takes alerts");
    public static readonly SettingKey<IReadOnlyList<Uri>> AlertsUrls = Key("Alerts:Urls", ListOf(Url), "", "who else gets alerts");

    public static readonly SettingKey<string> LedgerOrigin = Key(
        "Ledger:Origin", SettingKinds.LedgerOrigin, "handoff.local/{Node:Id}", values => $"handoff.local/{values.Get(NodeId)}", "the ledger's name");
    public static readonly SettingKey<string> LedgerKeyFile = Key("Ledger:KeyFile", FilePath, "ledger.key", "the ledger's signing key, made at first start");
    public static readonly SettingKey<string> LedgerFolder = Key("Ledger:Folder", FilePath, "ledger/", "the published ledger");
    public static readonly SettingKey<Uri?> LedgerWitnessUrl = Key("Ledger:Witness:Url", Optional(Url), "", "the witness that cosigns checkpoints");
    public static readonly SettingKey<NoteVerifierKey?> LedgerWitnessVKey = Key("Ledger:Witness:VKey", Optional(WitnessKey), "", "the witness's verifier key, which it prints at its start");
    public static readonly SettingKey<Uri?> LedgerForwardUrl = Key("Ledger:ForwardUrl", Optional(Url), "", "where SMART-Ledger takes entries");

    /// <summary>All keys, in the order people read them.</summary>
    public static IReadOnlyList<SettingKey> All => Keys;

    private static ScalarKind<MessagePath> Way => OneOf(("local", MessagePath.Local), ("broker", MessagePath.Broker));

    internal static SettingKey<T> Key<T>(string name, SettingKind<T> kind, string defaultText, string description)
    {
        if (!kind.TryRead(new RawSetting("default", defaultText, null), out var value))
            throw new ArgumentException($"The default of {name} is not allowed: {defaultText}", nameof(defaultText));
        return Key(name, kind, defaultText, _ => value, description);
    }

    internal static SettingKey<T> Key<T>(string name, SettingKind<T> kind, string defaultText, Func<SettingValues, T> defaultValue, string description)
    {
        var key = new SettingKey<T>(name, kind, defaultText, defaultValue, description);
        Keys.Add(key);
        return key;
    }
}

/// <summary>The keys of one hub.</summary>
internal sealed class HubKeys(string section, string url)
{
    public SettingKey<HubConnector> Connector { get; } = SettingsSchema.Key(
        $"{section}:Connector", OneOf(("http", HubConnector.Http), ("amqp", HubConnector.Amqp)), "http", "how the hub is reached");

    public SettingKey<Uri> Url { get; } = SettingsSchema.Key($"{section}:Url", SettingKinds.Url, url, "where packages are posted");

    public SettingKey<TimeSpan> Timeout { get; } = SettingsSchema.Key(
        $"{section}:Timeout", DurationUpTo(TimeSpan.FromHours(1)), "00:00:30", "for one attempt, its answer included");

    public SettingKey<int> Concurrency { get; } = SettingsSchema.Key($"{section}:Concurrency", Integer(1, 1024), "16", "deliveries at once, at most");

    public SettingKey<TimeSpan> ReceiptDeadline { get; } = SettingsSchema.Key(
        $"{section}:ReceiptDeadline", DurationUpTo(TimeSpan.FromDays(7)), "00:05:00", "how long a receipt over the broker may take");

    public SettingKey<string?> BearerTokenFile { get; } = SettingsSchema.Key(
        $"{section}:BearerTokenFile", Optional(FilePath), "", "a file with the bearer token the hub wants");

    public SettingKey<string?> Jwks { get; } = SettingsSchema.Key($"{section}:Jwks", Optional(FilePath), "", "public keys the hub signs receipts with");

    public RedeliveryKeys Redelivery { get; } = new($"{section}:Redelivery", SettingsSchema.GeneralRedelivery);
}

/// <summary>When a leg is tried again, in general or toward one hub.</summary>
internal sealed class RedeliveryKeys(string section, RedeliveryKeys? general)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public SettingKey<IReadOnlyList<TimeSpan>> Delays { get; } = Key(
        $"{section}:Delays", ListOf(DurationUpTo(Longest)), "10s,1m,5m", general is null ? null : () => general.Delays, "before each later attempt; empty: none");

    public SettingKey<double> Jitter { get; } = Key(
        $"{section}:Jitter", Fraction, "0.2", general is null ? null : () => general.Jitter, "the part of a delay that is drawn by lot");

    public SettingKey<TimeSpan?> AfterEscalation { get; } = Key(
        $"{section}:AfterEscalation", DurationOrOff, "15m", general is null ? null : () => general.AfterEscalation, "between slow tries after an escalation");

    public SettingKey<TimeSpan> MaxRetryAfter { get; } = Key(
        $"{section}:MaxRetryAfter", DurationUpTo(Longest), "1h", general is null ? null : () => general.MaxRetryAfter, "a hub's Retry-After counts up to this");

    private static SettingKey<T> Key<T>(string name, SettingKind<T> kind, string defaultText, Func<SettingKey<T>>? general, string description) =>
        general is null
            ? SettingsSchema.Key(name, kind, defaultText, description)
            : SettingsSchema.Key(name, kind, $"= {general().Name}", values => values.Get(general()), description);
}
