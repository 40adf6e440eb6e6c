using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Specs.Durability;

public sealed class SqliteUnderTest : StoreUnderTest
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("handoff-specs-");
    private SqliteStore? running;

    public string File => Path.Combine(folder.FullName, "specs.db");

    public string ConnectionString => "Data Source=" + File;

    public override async Task Create()
    {
        await using var context = new SpecDbContext(ConnectionString);
        await context.Database.EnsureCreatedAsync();
    }

    public override void Use(DurabilityConfigurator durability) =>
        durability.Store = (options, clock) => running = new SqliteStore(ConnectionString, options, clock);

    public override void Crash() => running!.Dispose();

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
            $"UPDATE tickets SET version = version + 1, body = CAST(json_set(CAST(body AS TEXT), '$.Count', json_extract(CAST(body AS TEXT), '$.Count') + {more}) AS BLOB) " +
            $"WHERE correlation_id = x'{Convert.ToHexString(ticket.ToByteArray(bigEndian: true))}'");
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
        await Execute(other, $"CREATE TRIGGER forbidden BEFORE UPDATE OF {column} ON {table} BEGIN SELECT RAISE(ABORT, '{column} was named'); END");
    }

    public override ValueTask DisposeAsync()
    {
        running?.Dispose();
        folder.Delete(recursive: true);
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

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.AddDurabilityTables();
            model.Entity<TicketRow>(ticket =>
            {
                ticket.ToTable("tickets").HasKey(row => row.CorrelationId);
                ticket.Property(row => row.CorrelationId).HasColumnName("correlation_id");
                ticket.Property(row => row.Version).HasColumnName("version");
                ticket.Property(row => row.CurrentState).HasColumnName("current_state");
                ticket.Property(row => row.Body).HasColumnName("body");
                ticket.Property(row => row.Count).HasColumnName("count");
                ticket.Property(row => row.Enclosed).HasColumnName("enclosed");
            });
            model.Entity<NoteRow>(note =>
            {
                note.ToTable("notes").HasKey(row => row.NoteId);
                note.Property(row => row.NoteId).HasColumnName("note_id");
                note.Property(row => row.Ticket).HasColumnName("ticket");
                note.Property(row => row.Text).HasColumnName("text");
                note.Property(row => row.WrittenAt).HasColumnName("written_at");
                note.Property(row => row.Length).HasColumnName("length");
                note.Property(row => row.Raw).HasColumnName("raw");
            });
        }
    }

    private sealed class TicketRow
    {
        public Guid CorrelationId { get; set; }
        public int Version { get; set; }
        public string CurrentState { get; set; } = "";
        public byte[] Body { get; set; } = [];
        public long Count { get; set; }
        public string? Enclosed { get; set; }
    }

    private sealed class NoteRow
    {
        public Guid NoteId { get; set; }
        public Guid Ticket { get; set; }
        public string Text { get; set; } = "";
        public DateTimeOffset? WrittenAt { get; set; }
        public long? Length { get; set; }
        public byte[]? Raw { get; set; }
    }
}
