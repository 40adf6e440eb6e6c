using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Backups;

/// <summary>Looks whether a backup can be restored: the store is sound, and store and published ledger are of one log.</summary>
internal static class BackupCheck
{
    /// <exception cref="BackupRefusedException">It cannot be restored.</exception>
    public static async Task<BackupLedger> Run(string folder, string origin, TimeProvider clock, CancellationToken cancellationToken)
    {
        var store = Path.Combine(folder, BackupLayout.Store);
        var found = SqliteFileCheck.Full(store, clock, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (found.Damage is [var first, ..])
        {
            throw Unsound(
                $"The database file is damaged ({first}), and so would be a backup of it: restore the last good one. \"handoff doctor\" lists all that is damaged."
            );
        }

        await using var services = new ServiceCollection()
            .AddLogging()
            .AddStorage(new StoreOptions { ConnectionString = ReadOnly(store) })
            .AddSingleton<StoredEntries>()
            .BuildServiceProvider();
        var entries = services.GetRequiredService<StoredEntries>();
        var held = await Held(entries, cancellationToken);
        var (published, keyFile) = (Path.Combine(folder, BackupLayout.Ledger), Path.Combine(folder, BackupLayout.Key));
        var key = SignedState.Key(keyFile, origin, out var problem);
        if (problem is not null)
            throw Unsound(problem);
        if (key is null)
            return HasBegun(folder, held) ? throw WithoutKey() : new BackupLedger(origin, 0, null, held.Size);
        var signed = SignedState.Of(Path.Combine(folder, BackupLayout.Head), published, key, out problem);
        if (problem is not null)
            throw Unsound(problem);
        if (signed is null)
        {
            return held.Size == 0
                ? new BackupLedger(origin, 0, null, held.Size)
                : throw Unsound(
                    $"The store has {held.Size} entries of the ledger, and no signed checkpoint is there: restore ledger.key.head or ledger/. If the station has just begun, give the command again."
                );
        }

        await ShouldBeOneLog(signed.Checkpoint, held, entries, new FolderTiles(published), cancellationToken);
        return new BackupLedger(origin, signed.Checkpoint.Size, Convert.ToHexStringLower(signed.Checkpoint.Root.Span), held.Size);
    }

    /// <summary>A station that never signed has no key, no indexed entry, and nothing published.</summary>
    private static bool HasBegun(string folder, MerkleFrontier held) =>
        held.Size > 0
        || File.Exists(Path.Combine(folder, BackupLayout.Head))
        || Directory.Exists(Path.Combine(folder, BackupLayout.Ledger));

    private static BackupRefusedException WithoutKey() =>
        Unsound(
            "The ledger was signed, and its key is not there (Ledger:KeyFile): without it no backup can be continued. Restore the key."
        );

    private static string ReadOnly(string store) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = store,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();

    private static async Task<MerkleFrontier> Held(StoredEntries entries, CancellationToken cancellationToken)
    {
        try
        {
            return await entries.Tree(cancellationToken);
        }
        catch (Exception spoiled) when (spoiled is InvalidDataException or FormatException)
        {
            throw Unsound(spoiled.Message);
        }
    }

    private static async Task ShouldBeOneLog(
        Checkpoint signed,
        MerkleFrontier held,
        StoredEntries entries,
        ITileSource tiles,
        CancellationToken cancellationToken
    )
    {
        var common = Math.Min(held.Size, signed.Size);
        var stored = await entries.TreeOf(common, cancellationToken);
        var published = new MerkleFrontier();
        try
        {
            await foreach (var entry in LoggedEntries.Read(tiles, signed.Size, cancellationToken))
            {
                ShouldAgree(published);
                published.Append(LedgerHash.Leaf(entry.Span));
            }
        }
        catch (MissingTileException missing)
        {
            throw Unsound(
                $"A checkpoint of {signed.Size} entries was signed, but the published ledger does not have them all: {missing.Message}"
            );
        }

        ShouldAgree(published);
        if (!published.Root().AsSpan().SequenceEqual(signed.Root.Span))
            throw Unsound($"The {signed.Size} entries of the published ledger are not those of its signed checkpoint.");

        void ShouldAgree(MerkleFrontier tree)
        {
            if (tree.Size == common && (stored.Size != common || !stored.Root().AsSpan().SequenceEqual(tree.Root())))
                throw Unsound($"The first {common} entries of the database are not those of the published ledger.");
        }
    }

    private static BackupRefusedException Unsound(string what) => new(ExitCode.CheckFoundSomething, $"No backup is made. {what}");
}
