using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Backups;

/// <summary>Reads a backup before anything of it is used.</summary>
internal static class BackupReading
{
    /// <summary>The manifest, when the backup is this station's and every file is the one that was backed up.</summary>
    /// <exception cref="BackupRefusedException">It is not.</exception>
    public static async Task<BackupManifest> Read(string folder, HandoffSettings settings, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, BackupLayout.Manifest);
        if (!File.Exists(path))
        {
            throw new BackupRefusedException(
                ExitCode.NotFound,
                $"{folder} has no {BackupLayout.Manifest}: it is no backup that \"handoff backup\" finished."
            );
        }

        var manifest =
            BackupManifest.Read(await File.ReadAllBytesAsync(path, cancellationToken)) ?? throw Damaged($"{path} cannot be read.");
        if (manifest.Format != BackupManifest.CurrentFormat)
            throw Damaged($"{path} has the format {manifest.Format}, which this version does not know: use the version that made it.");
        if (manifest.NodeId != settings.Node.NodeId || manifest.Ledger.Origin != settings.Ledger.Origin)
        {
            throw new BackupRefusedException(
                ExitCode.Conflict,
                $"The backup is {manifest.NodeId}'s (ledger {manifest.Ledger.Origin}), the settings are {settings.Node.NodeId}'s (ledger {settings.Ledger.Origin}): take the right backup, or correct Node:Id and Ledger:Origin."
            );
        }

        if (manifest.Files.All(file => file.Name != BackupLayout.Store))
            throw Damaged($"{path} names no {BackupLayout.Store}.");
        foreach (var file in manifest.Files)
            await ShouldBe(folder, file, cancellationToken);
        return manifest;
    }

    private static async Task ShouldBe(string folder, BackupFile file, CancellationToken cancellationToken)
    {
        if (file?.Name is null || !BackupLayout.Allows(file.Name))
            throw Damaged($"Its manifest names a file that no backup has: {file?.Name}");
        try
        {
            if (await BackupFile.Of(folder, file.Name, cancellationToken) != file)
                throw Damaged($"{file.Name} is not the file that was backed up: its size or SHA-256 differs from the manifest.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged($"{file.Name} is missing.");
        }
    }

    private static BackupRefusedException Damaged(string what) =>
        new(ExitCode.CheckFoundSomething, $"The backup is damaged, nothing was restored. {what}");
}
