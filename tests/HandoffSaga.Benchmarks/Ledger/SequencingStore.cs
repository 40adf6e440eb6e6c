using HandoffSaga.Benchmarks.Plant;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace HandoffSaga.Benchmarks.Ledger;

/// <summary>Where the events of the sequencing benchmark are, on one of the two stores.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Connection">Where it is.</param>
internal abstract record SequencingStore(StoreKind Kind, string Connection)
{
    public static SequencingStore Sqlite(string folder) => new OnSqlite($"Data Source={Path.Combine(folder, "handoff.db")}");

    public static SequencingStore Postgres(PlantServers servers) => new OnPostgres(servers.Database);

    /// <summary>Writes events that nobody has sequenced, as fast as the store takes them.</summary>
    public abstract Task Seed(IEnumerable<(Guid Id, byte[] Utf8, byte[] LeafHash)> events);

    private sealed record OnSqlite(string Connection) : SequencingStore(StoreKind.Sqlite, Connection)
    {
        public override async Task Seed(IEnumerable<(Guid Id, byte[] Utf8, byte[] LeafHash)> events)
        {
            await using var connection = new SqliteConnection(Connection);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var insert = connection.CreateCommand();
            insert.CommandText =
                "INSERT INTO ledger_entries (event_id, correlation_id, package_id, trail, trail_seq, action, entry, leaf_hash, recorded_at) VALUES ($id, NULL, NULL, 'transfer', 1, 'transfer_to_vault', $entry, $hash, 0)";
            var (id, entry, hash) = (
                insert.Parameters.Add("$id", SqliteType.Blob),
                insert.Parameters.Add("$entry", SqliteType.Blob),
                insert.Parameters.Add("$hash", SqliteType.Blob)
            );
            foreach (var (eventId, utf8, leafHash) in events)
            {
                (id.Value, entry.Value, hash.Value) = (eventId.ToByteArray(bigEndian: true), utf8, leafHash);
                await insert.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
    }

    private sealed record OnPostgres(string Connection) : SequencingStore(StoreKind.Postgres, Connection)
    {
        public override async Task Seed(IEnumerable<(Guid Id, byte[] Utf8, byte[] LeafHash)> events)
        {
            await using var source = NpgsqlDataSource.Create(Connection);
            await using var connection = await source.OpenConnectionAsync();
            await using (
                var copy = await connection.BeginBinaryImportAsync(
                    "COPY ledger_entries (event_id, trail, trail_seq, action, entry, leaf_hash, recorded_at) FROM STDIN (FORMAT BINARY)"
                )
            )
            {
                foreach (var (eventId, utf8, leafHash) in events)
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(eventId, NpgsqlDbType.Uuid);
                    await copy.WriteAsync("transfer", NpgsqlDbType.Text);
                    await copy.WriteAsync(1L, NpgsqlDbType.Bigint);
                    await copy.WriteAsync("transfer_to_vault", NpgsqlDbType.Text);
                    await copy.WriteAsync(utf8, NpgsqlDbType.Bytea);
                    await copy.WriteAsync(leafHash, NpgsqlDbType.Bytea);
                    await copy.WriteAsync(DateTimeOffset.UnixEpoch, NpgsqlDbType.TimestampTz);
                }

                await copy.CompleteAsync();
            }

            // As a server is after a while: what the planner knows is not from when the table was empty.
            await using var analyze = new NpgsqlCommand("ANALYZE ledger_entries", connection);
            await analyze.ExecuteNonQueryAsync();
        }
    }
}
