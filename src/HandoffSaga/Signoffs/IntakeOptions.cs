using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Signoffs;

/// <summary>The limits of the intake, and its folder (<c>Intake</c> in the configuration).</summary>
internal sealed record IntakeOptions
{
    public static readonly OptionSettings<IntakeOptions> Settings = new()
    {
        { intake => intake.Folder, DataPath.OrNothing(), "folder watched for signoff files (*.json)" },
        { intake => intake.MaxBytes, Size, "largest accepted signoff" },
    };

    /// <summary>Files named <c>*.json</c> in it are signoffs; null: no folder is watched.</summary>
    public string? Folder { get; init; }

    /// <summary>The largest signoff, in bytes as received.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The maximum nesting depth of objects and arrays.</summary>
    public int MaxDepth { get; init; } = 64;
}
