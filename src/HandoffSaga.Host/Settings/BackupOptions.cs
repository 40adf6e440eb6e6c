using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Host.Settings;

/// <summary>When to warn about backups (<c>Backup</c> in the configuration).</summary>
internal sealed record BackupOptions
{
    public static readonly OptionSettings<BackupOptions> Settings = new()
    {
        {
            backup => backup.WarnAfter,
            DurationOrOff,
            "how old the last `handoff backup` of a station may be before `handoff doctor` and `handoff health` warn"
        },
    };

    public TimeSpan? WarnAfter { get; init; } = TimeSpan.FromDays(7);
}
