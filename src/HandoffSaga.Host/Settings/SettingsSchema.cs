using HandoffSaga.Alerts;
using HandoffSaga.Authorization;
using HandoffSaga.Host.Api;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Witnessing;
using HandoffSaga.Legs;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Redelivery;
using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Settings;

/// <summary>
/// Every section of the configuration with the record it fills, which declares the settings and their defaults. Reading, <c>handoff
/// config</c> and the documentation all derive from this.
/// </summary>
internal static class SettingsSchema
{
    public static readonly SettingsSection<DataOptions> Data = new("", DataOptions.Settings, () => new());
    public static readonly SettingsSection<NodeIdentity> Node = new("Node", NodeIdentity.Settings, () => new());
    public static readonly SettingsSection<StoreOptions> Store = new("Store", StoreOptions.Settings, () => new());
    public static readonly SettingsSection<BusOptions> Bus = new("Bus", BusOptions.Settings, () => new());
    public static readonly SettingsSection<TlsOptions> BusTls = new("Bus:Tls", TlsOptions.Broker, () => new());
    public static readonly SettingsSection<ContractsOptions> Contracts = new("Contracts", ContractsOptions.Settings, () => new());
    public static readonly SettingsSection<GuardianOptions> Guardian = new("Guardian", GuardianOptions.Settings, () => new());

    /// <summary>The policy for both hubs; each hub may override single settings.</summary>
    public static readonly SettingsSection<RedeliveryPolicy> Redelivery = new(
        "Redelivery",
        RedeliveryPolicy.Settings,
        () => RedeliveryPolicy.Default with { }
    );

    public static readonly PerLeg<SettingsSection<HubOptions>> Hubs = new(
        new("Hubs:Vault", HubOptions.Settings, () => new() { Url = HubOptions.DefaultVaultUrl }),
        new("Hubs:Floor", HubOptions.Settings, () => new() { Url = HubOptions.DefaultFloorUrl })
    );

    public static readonly PerLeg<SettingsSection<RedeliveryPolicy>> HubRedelivery = new(
        new("Hubs:Vault:Redelivery", RedeliveryPolicy.Settings, Redelivery.Defaults, follows: Redelivery),
        new("Hubs:Floor:Redelivery", RedeliveryPolicy.Settings, Redelivery.Defaults, follows: Redelivery)
    );

    public static readonly SettingsSection<TlsOptions> Tls = new("Tls", TlsOptions.General, () => new());

    public static readonly PerLeg<SettingsSection<TlsOptions>> HubTls = new(
        new("Hubs:Vault:Tls", TlsOptions.Hub, () => new()),
        new("Hubs:Floor:Tls", TlsOptions.Hub, () => new())
    );

    public static readonly SettingsSection<HandoffApiOptions> Api = new("Api", HandoffApiOptions.Settings, () => new());
    public static readonly SettingsSection<IntakeOptions> Intake = new("Intake", IntakeOptions.Settings, () => new());
    public static readonly SettingsSection<AlertOptions> Alerts = new("Alerts", AlertOptions.Settings, () => new());
    public static readonly SettingsSection<LedgerLogOptions> Ledger = new(
        "Ledger",
        LedgerLogOptions.Settings,
        () => new(new NodeIdentity().LedgerOrigin)
    );
    public static readonly SettingsSection<WitnessSettings> Witness = new("Ledger:Witness", WitnessSettings.Settings, () => new());
    public static readonly SettingsSection<ForwardingOptions> Forwarding = new("Ledger", ForwardingOptions.Settings, () => new());

    public static readonly SettingsSection<BackupOptions> Backup = new("Backup", BackupOptions.Settings, () => new());

    /// <summary>Keys of earlier versions. Each is accepted for one release, with a warning.</summary>
    public static readonly IReadOnlyList<RetiredSetting> Retired = [new("Node:StationType", "it never had an effect")];

    /// <summary>All keys, in documentation order.</summary>
    public static IReadOnlyList<SettingKey> All => field ??= [.. SettingsGroups.All.SelectMany(group => group.Keys)];
}
