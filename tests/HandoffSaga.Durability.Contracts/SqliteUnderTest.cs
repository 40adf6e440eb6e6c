using HandoffSaga.Durability.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Durability.Contracts;

public class SqliteUnderTest : StoreUnderTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handoff-specs-");
    private SqliteStore? _running;

    public string File => Path.Combine(_folder.FullName, "specs.db");

    public string ConnectionString => "Data Source=" + File;

    public override async Task Create()
    {
        await using var context = new SpecDbContext(ConnectionString);
        await context.Database.EnsureCreatedAsync();
    }

    public override void Use(DurabilityConfigurator durability) =>
        durability.Store = (options, clock) => _running = new SqliteStore(ConnectionString, options, clock);

    public override void Crash() => _running!.Dispose();

    public override async Task<IAsyncDisposable> TakeAway()
    {
        var other = new SqliteConnection(ConnectionString + ";Pooling=False");
        await other.OpenAsync();
        await Execute(other, "BEGIN IMMEDIATE");
        return other;
    }

    public override async Task ChangeByAnotherWriter(Guid ticket, int more)
    {
        await using var other = new SqliteConnection(ConnectionString + ";Pooling=False");
        await other.OpenAsync();
        await Execute(
            other,
            $"UPDATE tickets SET version = version + 1, body = CAST(json_set(CAST(body AS TEXT), '$.Count', json_extract(CAST(body AS TEXT), '$.Count') + {more}) AS BLOB) "
                + $"WHERE correlation_id = x'{Convert.ToHexString(ticket.ToByteArray(bigEndian: true))}'"
        );
    }

    public override async Task<long> Count(string table)
    {
        await using var other = new SqliteConnection(ConnectionString + ";Pooling=False");
        await other.OpenAsync();
        await using var count = other.CreateCommand();
        count.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>From now on an update that names the column fails, even one that leaves its value alone.</summary>
    public async Task ForbidUpdatesOf(string table, string column)
    {
        await using var other = new SqliteConnection(ConnectionString + ";Pooling=False");
        await other.OpenAsync();
        await Execute(
            other,
            $"CREATE TRIGGER forbidden BEFORE UPDATE OF {column} ON {table} BEGIN SELECT RAISE(ABORT, '{column} was named'); END"
        );
    }

    public override ValueTask DisposeAsync()
    {
        _running?.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static async Task Execute(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed class SpecDbContext(string connectionString) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite(connectionString + ";Pooling=False");

        protected override void ConfigureConventions(ModelConfigurationBuilder conventions) => conventions.UseSqliteStorageConventions();

        protected override void OnModelCreating(ModelBuilder model) => model.AddTicketTables();
    }
}
