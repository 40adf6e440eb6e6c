using HandoffSaga.Host.Backups;
using HandoffSaga.Host.Settings;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HandoffSaga.Host.Doctor;

/// <summary>Verifies the whole published ledger, and that the store has what was signed.</summary>
internal static class LedgerCheck
{
    private const string Name = "ledger";
    private const string Verify = "handoff ledger verify lists all; deploy/BACKUP.md says what to do.";

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, CancellationToken cancellationToken)
    {
        var ledger = settings.Ledger;
        var key = SignedState.Key(ledger.KeyFile, ledger.Origin, out var problem);
        if (problem is not null)
            return [Finding.Failed(Name, problem, "Restore the key: a new one would be another ledger.")];
        if (key is null)
        {
            return Directory.Exists(Path.Combine(ledger.Folder, "tile")) || await Indexed(settings, cancellationToken) > 0
                ?
                [
                    Finding.Failed(
                        Name,
                        $"the key {ledger.KeyFile} is missing, though the ledger was signed before",
                        "Restore it: a new one would be another ledger."
                    ),
                ]
                : [Finding.Ok(Name, "not begun yet: the first start makes its key")];
        }

        var signed = SignedState.Of(ledger.CheckpointFile, ledger.Folder, key, out problem);
        if (problem is not null)
            return [Finding.Failed(Name, problem, "deploy/BACKUP.md, \"When the ledger is halted\".")];
        if (signed is null)
        {
            return await Indexed(settings, cancellationToken) is > 0 and var held
                ?
                [
                    Finding.Failed(
                        Name,
                        $"the store has {held} entries of the ledger, and nothing that was signed is on this machine",
                        "Restore ledger.key.head and ledger/ (deploy/BACKUP.md)."
                    ),
                ]
                : [Finding.Ok(Name, "nothing is signed yet")];
        }

        try
        {
            return await Look(settings, key, signed.Checkpoint, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return [Finding.Failed(Name, $"it cannot be compared with the store: {e.Message}", "See what the check of the database says.")];
        }
    }

    private static async Task<IReadOnlyList<Finding>> Look(
        HandoffSettings settings,
        NoteVerifierKey key,
        Checkpoint signed,
        CancellationToken cancellationToken
    )
    {
        var ledger = settings.Ledger;
        byte[][] notes = File.Exists(ledger.CheckpointFile) ? [await File.ReadAllBytesAsync(ledger.CheckpointFile, cancellationToken)] : [];
        var report = await LogVerifier.VerifyFolder(ledger.Folder, key, [], notes, cancellationToken);
        IReadOnlyList<LedgerFinding> found = report.Findings;
        if (Store(settings) is not { } store)
        {
            return
            [
                Finding.Failed(
                    Name,
                    $"{signed.Size} entries were signed, and there is no store",
                    "Restore it: handoff restore (deploy/BACKUP.md). What is on this machine is newer than a backup: keep it."
                ),
            ];
        }

        await using var services = Reading(store);
        var entries = services.GetRequiredService<StoredEntries>();
        if (await entries.IndexEnd(cancellationToken) is var held && held < signed.Size)
        {
            return
            [
                Finding.Failed(
                    Name,
                    $"{signed.Size} entries were signed, the store has {held}: it is an older copy",
                    "Restore the newer one; if there is none: handoff ledger resume --reason \"...\""
                ),
            ];
        }

        if (report.Checkpoint?.Checkpoint is { } published)
        {
            var stored = entries.Entries(0, published.Size, cancellationToken);
            var tiles = new FolderTiles(ledger.Folder);
            found = [.. found, .. await StoredEntriesCheck.Compare(tiles, published.Size, stored, cancellationToken)];
        }

        return
        [
            found is [var first, ..]
                ? Finding.Failed(Name, $"{found.Count} findings, the first: {first.Where}: {first.Message}", Verify)
                : Finding.Ok(Name, $"{report.Entries} entries verified, and the store has them"),
        ];
    }

    /// <summary>The entries that the store has an index for; 0 where there is no store, or no schema yet.</summary>
    private static async Task<long> Indexed(HandoffSettings settings, CancellationToken cancellationToken)
    {
        if (Store(settings) is not { } store)
            return 0;
        await using var services = Reading(store);
        try
        {
            return await services.GetRequiredService<StoredEntries>().IndexEnd(cancellationToken);
        }
        catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    private static ServiceProvider Reading(StoreOptions store) =>
        new ServiceCollection().AddLogging().AddStorage(store).AddSingleton<StoredEntries>().BuildServiceProvider();

    /// <summary>How to read the store; null where there is none.</summary>
    private static StoreOptions? Store(HandoffSettings settings)
    {
        if (settings.Store.Kind == StoreKind.Postgres)
            return settings.Store;
        var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
        return File.Exists(database) ? settings.Store with { ConnectionString = ReadOnlyStore.Of(database) } : null;
    }
}
