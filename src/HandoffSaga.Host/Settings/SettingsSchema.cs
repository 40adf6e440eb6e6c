using HandoffSaga.Alerts;
using HandoffSaga.Authorization;
using HandoffSaga.Host.Api;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Settings;

/// <summary>
/// Every section of the configuration, once, with the record it fills; that record declares the settings and has their defaults. Reading,
/// <c>handoff config</c> and the documentation follow.
/// </summary>
internal static class SettingsSchema
{
    public static readonly SettingsSection<DataOptions> Data = new("", DataOptions.Settings, () => new());
    public static readonly SettingsSection<NodeIdentity> Node = new("Node", NodeIdentity.Settings, () => new());
    public static readonly SettingsSection<StoreOptions> Store = new("Store", StoreOptions.Settings, () => new());
    public static readonly SettingsSection<BusOptions> Bus = new("Bus", BusOptions.Settings, () => new());
    public static readonly SettingsSection<ContractsOptions> Contracts = new("Contracts", ContractsOptions.Settings, () => new());
    public static readonly SettingsSection<GuardianOptions> Guardian = new("Guardian", GuardianOptions.Settings, () => new());

    /// <summary>For both hubs; each may have its own, member by member.</summary>
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

    /// <summary>What earlier versions had. Each is accepted for one release, with a warning.</summary>
    public static readonly IReadOnlyList<RetiredSetting> Retired = [new("Node:StationType", "it never had an effect")];

    /// <summary>All keys, in the order people read them.</summary>
    public static IReadOnlyList<SettingKey> All => field ??= [.. SettingsGroups.All.SelectMany(group => group.Keys)];
}
