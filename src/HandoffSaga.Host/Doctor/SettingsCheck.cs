using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether a start would accept the settings and the files they name.</summary>
internal static class SettingsCheck
{
    public static IReadOnlyList<Finding> Look(SettingsReading reading)
    {
        string[] problems = reading.Settings is { } settings
            ? [.. StationSize.Rejections(settings), .. StartFiles.Problems(settings), .. SecretFiles.Problems(settings)]
            : [.. reading.Problems];
        Finding[] found =
        [
            .. problems.Select(problem =>
                Finding.Failed("settings", problem, "Correct it: a start is refused. \"handoff config\" lists all.")
            ),
            .. reading.Warnings.Select(warning => Finding.Warn("settings", warning, "Remove the setting.")),
        ];
        var set = reading.Effective.Values.Count(setting => setting.Origin is not null);
        return found.Length > 0 ? found : [Finding.Ok("settings", $"{set} are set, the others have their defaults")];
    }
}
