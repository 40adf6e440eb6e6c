using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Files;
using HandoffSaga.Host.Settings;
using HandoffSaga.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HandoffSaga.Host.Backups;

/// <summary>
/// Makes a backup of a station, while it runs or not. The store comes first, then what is published of the ledger: so every entry that the
/// store has an index for is in the published part, or is published again by the station that is restored.
/// </summary>
internal static class BackupMaking
{
    /// <summary>Makes the backup; at its place it is complete and verified, or not there.</summary>
    /// <exception cref="BackupRefusedException">It is not made.</exception>
    public static async Task<BackupManifest> Make(
        HandoffSettings settings,
        string folder,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
        if (!File.Exists(database))
            throw new BackupRefusedException(ExitCode.NotFound, $"There is no database {database}: check DataFolder (\"handoff config\").");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new BackupRefusedException(
                ExitCode.Conflict,
                $"{folder} exists already, and a backup is never overwritten: name a new folder."
            );
        }

        var unfinished = $"{folder.TrimEnd(Path.DirectorySeparatorChar)}.unfinished-{Guid.NewGuid():N}";
        FileCopy.Folder(unfinished);
        try
        {
            var manifest = await Fill(unfinished, database, settings, clock, cancellationToken);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(unfinished, folder);
            FileCopy.ToDisk();
            return manifest;
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    private static async Task<BackupManifest> Fill(
        string folder,
        string database,
        HandoffSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var madeAt = clock.GetUtcNow();
        var ledger = settings.Ledger;
        SecretFile.CreateEmpty(Path.Combine(folder, BackupLayout.Store));
        Copy(database, Path.Combine(folder, BackupLayout.Store));
        await FileCopy.Make(ledger.CheckpointFile, Path.Combine(folder, BackupLayout.Head), cancellationToken);
        await Published(ledger.Folder, Path.Combine(folder, BackupLayout.Ledger), cancellationToken);
        await FileCopy.Make(ledger.KeyFile, Path.Combine(folder, BackupLayout.Key), cancellationToken);
        var state = await BackupCheck.Run(folder, ledger.Origin, clock, cancellationToken);

        var files = new List<BackupFile>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            files.Add(await BackupFile.Of(folder, name, cancellationToken));
        }

        var version = typeof(BackupMaking).Assembly.GetName().Version!.ToString(3);
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, madeAt, version, settings.Node.NodeId, state, files);
        await File.WriteAllBytesAsync(Path.Combine(folder, BackupLayout.Manifest), manifest.ToJson(), cancellationToken);
        FileCopy.ToDisk();
        return manifest;
    }

    private static void Copy(string database, string copy)
    {
        try
        {
            SqliteCopy.Make(database, copy);
        }
        catch (StoreUnusableException damaged)
            when (damaged.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB })
        {
            throw new BackupRefusedException(
                ExitCode.CheckFoundSomething,
                $"No backup is made. The database file is damaged ({damaged.InnerException.Message}): restore the last good one (\"handoff restore\")."
            );
        }
    }

    /// <summary>
    /// Copies the published ledger while it grows. Checkpoints first: a tile that any of them needs is there before it, and a partial one
    /// goes away only once the full one is there.
    /// </summary>
    private static async Task Published(string ledger, string copy, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(ledger))
            return;
        await FileCopy.Make(
            Path.Combine(ledger, TileReading.CheckpointResource),
            Path.Combine(copy, TileReading.CheckpointResource),
            cancellationToken
        );
        await Copy("checkpoints", cancellationToken);
        // What a full tile replaced while the folder was read is in it: the second time finds that one.
        await Copy("tile", cancellationToken);
        await Copy("tile", cancellationToken);

        async Task Copy(string part, CancellationToken cancellationToken)
        {
            var from = Path.Combine(ledger, part);
            if (!Directory.Exists(from))
                return;
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).ToArray())
            {
                var target = Path.Combine(copy, Path.GetRelativePath(ledger, file));
                // A file in the making begins with a dot; files never change once they are there.
                if (Path.GetFileName(file)[0] != '.' && !File.Exists(target))
                    await FileCopy.Make(file, target, cancellationToken);
            }
        }
    }
}
