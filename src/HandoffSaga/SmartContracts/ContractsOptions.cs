using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.SmartContracts;

/// <summary>Where the SmartContracts are (<c>Contracts</c> in the configuration).</summary>
internal sealed record ContractsOptions
{
    public static readonly OptionSettings<ContractsOptions> Settings = new()
    {
        { contracts => contracts.Folder, WorkingPath, "folder with the SmartContract files; the same files for all replicas" },
        { contracts => contracts.Recheck, DurationUpTo(TimeSpan.FromDays(1)), "how often a missing next contract is looked for again" },
    };

    public string Folder { get; init; } = "contracts/smart-contracts";

    /// <summary>How often a missing next contract is looked for again.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromMinutes(1);
}
