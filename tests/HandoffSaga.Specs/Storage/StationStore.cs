using HandoffSaga.Durability;
using HandoffSaga.Status;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Sqlite;
using HandoffSaga.Transfers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Storage;

/// <summary>
/// A station's store in a file of its own, and rows written to it the way the engine writes them: SQL made of the row shapes.
/// </summary>
public sealed class StationStore : IAsyncDisposable
{
    // Migrating takes the disk longer than most specs do, so it is done once and the file copied.
    private static readonly Lazy<Task<byte[]>> MigratedFile = new(async () =>
    {
        await using var store = new StationStore();
        await store.Schema.Migrate(CancellationToken.None);
        return await System.IO.File.ReadAllBytesAsync(store._file);
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("handoff-specs-").FullName;
    private readonly string _file;
    private readonly ServiceProvider _services;

    private StationStore()
    {
        _file = Path.Combine(_folder, "handoff.db");
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false }.ToString();
        _services = new ServiceCollection().AddLogging().AddSqliteStorage(ConnectionString).AddStatus().BuildServiceProvider();
    }

    public string ConnectionString { get; }

    public string File => _file;

    internal ISchema Schema => _services.GetRequiredService<ISchema>();

    internal TransferQueries Queries => _services.GetRequiredService<TransferQueries>();

    public static StationStore Empty() => new();

    public static async Task<StationStore> Migrated()
    {
        var store = new StationStore();
        await System.IO.File.WriteAllBytesAsync(store._file, await MigratedFile.Value);
        return store;
    }

    internal IDbContextFactory<HandoffDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<HandoffDbContext>>();

    internal HandoffDbContext Open() => Contexts.CreateDbContext();

    internal async Task Write(TransferState transfer)
    {
        var table = new TransferTable();
        Column[] columns =
        [
            new("correlation_id", ColumnKind.Uuid),
            new("version", ColumnKind.Integer),
            new("current_state", ColumnKind.Text),
            new("body", ColumnKind.Bytes),
            .. table.Projection,
        ];
        await Write(
            RowShape
                .Upsert(table.Name, 1, columns)
                .Row([
                    transfer.CorrelationId,
                    (long)transfer.Version,
                    table.CurrentState(transfer),
                    table.Serialize(transfer),
                    .. table.Project(transfer),
                ])
        );
    }

    internal Task Write(Row row)
    {
        var names = row.Shape.Columns.Select(column => column.Name).ToList();
        var replaced = names.Skip(row.Shape.KeyLength).Select(name => $"{name} = excluded.{name}");
        var conflict =
            row.Shape.Mode == RowMode.Append
                ? ""
                : $"ON CONFLICT ({string.Join(", ", names.Take(row.Shape.KeyLength))}) DO UPDATE SET {string.Join(", ", replaced)}";
        return Execute(
            $"INSERT INTO {row.Shape.Table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select((_, index) => "$" + index))}) {conflict}",
            [.. row.Values.Select(Stored)]
        );
    }

    public async Task<int> Execute(string sql, params object[] values)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<List<object[]>> Read(string sql, params object[] values)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (index, value) in values.Index())
            command.Parameters.AddWithValue("$" + index, value);
        return command;
    }

    private static object Stored(object? value) =>
        value switch
        {
            null => DBNull.Value,
            Guid id => id.ToByteArray(bigEndian: true),
            DateTimeOffset time => time.ToUnixTimeMilliseconds(),
            _ => value,
        };
}
