using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Host.Settings;

/// <summary>Where the station keeps its data (<c>DataFolder</c> in the configuration).</summary>
internal sealed record DataOptions
{
    public static readonly OptionSettings<DataOptions> Settings = new()
    {
        { data => data.Folder, WorkingPath, "folder for the station's data; relative data paths are below it", "DataFolder" },
    };

    public string Folder { get; init; } = "~/.local/share/handoff";
}
