using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Host.Settings;
using HandoffSaga.Ledger;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Backups;

/// <summary>
/// Puts a backup into the place of a lost station. What is still there is newer than the backup and is never overwritten: the store must
/// be gone; of the ledger, what is there is kept.
/// </summary>
internal static class BackupRestoring
{
    private static readonly string[] StoreFiles = ["", "-wal", "-shm", "-journal"];

    /// <summary>Restores the backup. The store comes last: without it the same command may be given again.</summary>
    /// <exception cref="BackupRefusedException">Nothing was restored, and the message says what to do.</exception>
    /// <exception cref="Durability.StoreInUseException">The service runs.</exception>
    public static async Task<RestoredBackup> Restore(string folder, HandoffSettings settings, CancellationToken cancellationToken)
    {
        var manifest = await BackupReading.Read(folder, settings, cancellationToken);
        var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
        FileCopy.Folder(Path.GetDirectoryName(database)!);
        using var alone = SqliteFileLock.Take(database);
        ShouldBeGone(database);
        var kept = await Ledger(folder, manifest, settings, cancellationToken);

        SqliteStamp.Expect(database, Path.Combine(folder, BackupLayout.Store));
        await FileCopy.Place([(Path.Combine(folder, BackupLayout.Store), database)], cancellationToken);
        return new RestoredBackup(manifest, kept, Signed(settings)?.Checkpoint.Size ?? 0);
    }

    private static void ShouldBeGone(string database)
    {
        string[] there = [.. StoreFiles.Select(end => database + end).Where(File.Exists)];
        if (there.Length == 0)
            return;
        var folder = Path.GetDirectoryName(database);
        // The stamp goes along: if the files come back together, so does what tells that they belong together.
        string[] moved = File.Exists(database + ".stamp") ? [.. there, database + ".stamp"] : there;
        throw new BackupRefusedException(
            ExitCode.Conflict,
            $"Nothing was restored: {string.Join(", ", there.Select(Path.GetFileName))} in {folder} is newer than the backup and is not overwritten. "
                + $"If the service starts with it, restore nothing. If it is damaged, move it away, all of it together, and keep it: mkdir {folder}/lost && mv {string.Join(' ', moved)} {folder}/lost/"
        );
    }

    private static SignedCheckpoint? Signed(HandoffSettings settings)
    {
        var ledger = settings.Ledger;
        return SignedState.Key(ledger.KeyFile, ledger.Origin, out _) is { } key
            ? SignedState.Of(ledger.CheckpointFile, ledger.Folder, key, out _)
            : null;
    }

    /// <summary>Restores what is missing of the ledger, after a look at all of it; returns what was there and is kept.</summary>
    private static async Task<IReadOnlyList<string>> Ledger(
        string backup,
        BackupManifest manifest,
        HandoffSettings settings,
        CancellationToken cancellationToken
    )
    {
        var ledger = settings.Ledger;
        var names = manifest.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        List<(string Name, string Target)> missing = [];
        List<string> kept = [];
        var keyText = File.Exists(ledger.KeyFile) ? await File.ReadAllTextAsync(ledger.KeyFile, cancellationToken) : null;
        if (names.Contains(BackupLayout.Key))
        {
            if (keyText is null)
                missing.Add((BackupLayout.Key, ledger.KeyFile));
            else if (keyText.Trim() != (await File.ReadAllTextAsync(Path.Combine(backup, BackupLayout.Key), cancellationToken)).Trim())
                throw Refused($"{ledger.KeyFile} is another key than the backup's, and would sign another log.", ledger.KeyFile);
            else
                kept.Add(ledger.KeyFile);
        }

        var key = SignedState.Key(Path.Combine(backup, BackupLayout.Key), ledger.Origin, out _);
        if (Stays(ledger.CheckpointFile, Path.Combine(backup, BackupLayout.Head), key))
            kept.Add(ledger.CheckpointFile);
        else if (names.Contains(BackupLayout.Head))
            missing.Add((BackupLayout.Head, ledger.CheckpointFile));

        if (
            Stays(
                Path.Combine(ledger.Folder, TileReading.CheckpointResource),
                Path.Combine(backup, BackupLayout.Ledger, TileReading.CheckpointResource),
                key
            )
        )
        {
            kept.Add(ledger.Folder);
        }
        else
        {
            missing.AddRange(
                from name in names
                where name.StartsWith(BackupLayout.Ledger + "/", StringComparison.Ordinal)
                let target = Path.Combine(ledger.Folder, name[(BackupLayout.Ledger.Length + 1)..])
                // The checkpoint last: with it the folder stays as it is.
                orderby name == $"{BackupLayout.Ledger}/{TileReading.CheckpointResource}"
                where !File.Exists(target)
                select (name, target)
            );
        }

        await FileCopy.Place([.. missing.Select(file => (Path.Combine(backup, file.Name), file.Target))], cancellationToken);
        return kept;
    }

    /// <summary>Whether the checkpoint is there, at least as new as the backup's; false when there is none.</summary>
    private static bool Stays(string file, string inBackup, NoteVerifierKey? key)
    {
        if (!File.Exists(file))
            return false;
        if (key is null)
            return true;
        SignedCheckpointFile.TryRead(file, key, out var found, out var problem);
        if (found is null)
            throw Refused(problem!, file);
        SignedCheckpointFile.TryRead(inBackup, key, out var saved, out _);
        return found.Checkpoint.Size >= (saved?.Checkpoint.Size ?? 0)
            ? true
            : throw Refused(
                $"{file} is older than the backup: it has {found.Checkpoint.Size} entries, the backup has {saved!.Checkpoint.Size}.",
                file
            );
    }

    private static BackupRefusedException Refused(string what, string file) =>
        new(
            ExitCode.Conflict,
            $"Nothing was restored. {what} What is still on the machine is not overwritten: move {file} away, keep it, and restore again."
        );
}

/// <summary>What was restored.</summary>
/// <param name="Manifest">From what.</param>
/// <param name="Kept">What was on the machine, and stays as it was.</param>
/// <param name="Signed">How many entries were signed, as far as anything now on the machine tells.</param>
internal sealed record RestoredBackup(BackupManifest Manifest, IReadOnlyList<string> Kept, long Signed)
{
    /// <summary>Whether the ledger has to be resumed: more was signed than the restored store has.</summary>
    public bool IsOlder => Signed > Manifest.Ledger.StoreSize;
}
