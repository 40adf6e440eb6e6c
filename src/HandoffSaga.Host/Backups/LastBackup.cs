using System.Text.Json;

namespace HandoffSaga.Host.Backups;

/// <summary>A note of the last backup, in the data folder: it tells how old it is, wherever it went.</summary>
/// <param name="MadeAt">When.</param>
/// <param name="Folder">Where to.</param>
internal sealed record LastBackup(DateTimeOffset MadeAt, string Folder)
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "last-backup.json");

    /// <summary>Null when none was made, or the note cannot be read.</summary>
    public static LastBackup? In(string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(dataFolder)), BackupJson.Default.LastBackup);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string dataFolder)
    {
        // Made by anybody, read by the service: it holds no secret.
        var unfinished = PathIn(dataFolder) + ".new";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.LastBackup));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(unfinished, (UnixFileMode)0b110_100_100);
        File.Move(unfinished, PathIn(dataFolder), overwrite: true);
    }
}
