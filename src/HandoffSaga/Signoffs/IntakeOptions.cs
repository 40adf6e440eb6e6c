using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Signoffs;

/// <summary>The limits of the intake, and its folder (<c>Intake</c> in the configuration).</summary>
internal sealed record IntakeOptions
{
    public static readonly OptionSettings<IntakeOptions> Settings = new()
    {
        { intake => intake.Folder, DataPath.OrNothing(), "folder watched for signoff files (*.json)" },
        {
            intake => intake.Settle,
            DurationUpTo(TimeSpan.FromHours(1)),
            "how long a file in the folder must be unchanged before it is taken; a JSON document that was renamed into it is taken at once"
        },
        { intake => intake.MaxBytes, Size, "largest accepted signoff" },
    };

    /// <summary>Files named <c>*.json</c> in it, in any case, are signoffs; null: no folder is watched.</summary>
    public string? Folder { get; init; }

    /// <summary>How long size and time of a file must stay the same before it counts as completely written.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest signoff, in bytes as received.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The maximum nesting depth of objects and arrays.</summary>
    public int MaxDepth { get; init; } = 64;
}
