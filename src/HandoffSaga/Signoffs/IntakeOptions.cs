using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Signoffs;

/// <summary>What is taken in (<c>Intake</c> in the configuration).</summary>
internal sealed record IntakeOptions
{
    public static readonly OptionSettings<IntakeOptions> Settings = new()
    {
        { intake => intake.Folder, DataPath.OrNothing(), "folder watched for signoff files (*.json)" },
        { intake => intake.MaxBytes, Size, "largest signoff taken" },
    };

    /// <summary>Files named <c>*.json</c> in it are signoffs; null: no folder is watched.</summary>
    public string? Folder { get; init; }

    /// <summary>The largest signoff, in bytes as received.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many objects and arrays of a signoff may be open at once.</summary>
    public int MaxDepth { get; init; } = 64;
}
