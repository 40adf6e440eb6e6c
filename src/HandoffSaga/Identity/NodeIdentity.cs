using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Identity;

/// <summary>
/// The identity of this dispatcher (<c>Node</c> in the configuration). Replicas of a station share all of it except <see cref="Instance"/>.
/// </summary>
internal sealed record NodeIdentity
{
    public static readonly OptionSettings<NodeIdentity> Settings = new()
    {
        { node => node.NodeId, StationId, "id of the station; its replicas share it", "Id" },
        { node => node.Domain, Text, "domain of signoffs that name none" },
        { node => node.SmartId, Text, "SMART-ID of signoffs that name none", null, "= Node:Id" },
        {
            node => node.Instance,
            Text,
            "name of this process, in logs and in the names of broker connections only",
            null,
            "{host}:{process id}"
        },
    };

    /// <summary>The station's id.</summary>
    public string NodeId { get; init; } = "NODE-001";

    /// <summary>Used where a signoff names none.</summary>
    public string Domain { get; init; } = "default";

    /// <summary>Used where a signoff names none.</summary>
    public string SmartId
    {
        get => field ?? NodeId;
        init;
    }

    /// <summary>The name of the ledger this station writes.</summary>
    public string LedgerOrigin
    {
        get => field ?? $"handoff.local/{NodeId}";
        init;
    }

    /// <summary>The name of this process, for people.</summary>
    public string Instance { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}
