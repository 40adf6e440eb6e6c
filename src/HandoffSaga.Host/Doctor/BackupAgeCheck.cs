using HandoffSaga.Host.Backups;
using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether the last backup is newer than <c>Backup:WarnAfter</c>.</summary>
internal static class BackupAgeCheck
{
    public const string Name = "backup";

    public static IReadOnlyList<Finding> Look(HandoffSettings settings, TimeProvider clock)
    {
        if (settings.Store.Kind != StoreKind.Sqlite || settings.Backup.WarnAfter is not { } most)
            return [];
        var last = LastBackup.In(settings.DataFolder)?.MadeAt;
        return [Judge(last, InUseSince(settings), most, clock.GetUtcNow())];
    }

    /// <summary>What such an age means.</summary>
    /// <param name="last">When the last one was made; null for never.</param>
    /// <param name="inUseSince">Since when there is something to back up; null for not yet.</param>
    /// <param name="most">How old it may be.</param>
    /// <param name="now">The time.</param>
    public static Finding Judge(DateTimeOffset? last, DateTimeOffset? inUseSince, TimeSpan most, DateTimeOffset now)
    {
        var since = last ?? inUseSince ?? now;
        var was = last is { } made ? $"the last one was made at {made:yyyy-MM-dd HH:mm} UTC" : "none was made yet";
        return now - since > most
            ? Finding.Warn(Name, was, "handoff backup FOLDER (Backup:WarnAfter says after how long this warns)")
            : Finding.Ok(Name, was);
    }

    // The first start makes the key, and nobody changes it.
    private static DateTimeOffset? InUseSince(HandoffSettings settings) =>
        File.Exists(settings.Ledger.KeyFile) ? new DateTimeOffset(File.GetLastWriteTimeUtc(settings.Ledger.KeyFile), TimeSpan.Zero) : null;
}
