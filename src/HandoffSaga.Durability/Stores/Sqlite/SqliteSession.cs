using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>One connection and the statements prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    // The time-out is short, because a caller that finds the database busy waits elsewhere, without blocking the writer's thread. Many
    // commits between two WAL checkpoints change the same pages, which are then copied once; at 64,000 pages the copying itself caused a
    // noticeable pause.
    private const string Pragmas =
        "PRAGMA busy_timeout = 250; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; "
        + "PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 67108864; ";

    /// <summary>For the writer, whose cache stays valid from commit to commit (KiB).</summary>
    public const int LargeCache = 16384;

    /// <summary>For a reader, whose cache every commit invalidates: the larger it is, the longer that takes (KiB).</summary>
    public const int SmallCache = 512;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly Dictionary<(object Of, StatementKind Kind), SqliteStatement> _statements = new(new ByReference());

    public SqliteSession(string connectionString, int cache)
    {
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            using var setup = _connection.CreateCommand();
            setup.CommandText = $"{Pragmas} PRAGMA cache_size = -{cache};";
            setup.ExecuteNonQuery();
            _database = _connection.Handle!;
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    public SqliteStatement Statement(string sql) =>
        _statements.TryGetValue((sql, StatementKind.Text), out var known) ? known : Add(sql, StatementKind.Text, sql);

    public SqliteStatement Statement(RowShape shape, StatementKind kind) =>
        _statements.TryGetValue((shape, kind), out var known) ? known : Add(shape, kind, SqliteText.Of(shape, kind));

    public SqliteStatement Statement(SagaSchema schema, StatementKind kind) =>
        _statements.TryGetValue((schema, kind), out var known) ? known : Add(schema, kind, SqliteText.Of(schema, kind));

    /// <summary>The first column of a query's only row.</summary>
    public long Number(string sql)
    {
        using var statement = new SqliteStatement(_database, sql);
        return statement.Step() ? statement.Integer(0) : 0;
    }

    /// <summary>Runs a statement once, without keeping it prepared.</summary>
    public void Execute(string sql)
    {
        using var statement = new SqliteStatement(_database, sql);
        statement.Run();
    }

    /// <summary>Copies the write-ahead log into the file, waiting for no reader. Whether all of it is there now.</summary>
    public bool Checkpoint()
    {
        using var statement = new SqliteStatement(_database, "PRAGMA wal_checkpoint(PASSIVE)");
        return statement.Step() && statement.Integer(0) == 0 && statement.Integer(1) == statement.Integer(2);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private SqliteStatement Add(object of, StatementKind kind, string sql)
    {
        var statement = new SqliteStatement(_database, sql);
        _statements.Add((of, kind), statement);
        return statement;
    }

    /// <summary>Shapes, schemas and SQL constants are declared once, so their identity is their reference.</summary>
    private sealed class ByReference : IEqualityComparer<(object Of, StatementKind Kind)>
    {
        public bool Equals((object Of, StatementKind Kind) x, (object Of, StatementKind Kind) y) =>
            ReferenceEquals(x.Of, y.Of) && x.Kind == y.Kind;

        public int GetHashCode((object Of, StatementKind Kind) key) => RuntimeHelpers.GetHashCode(key.Of) * 31 + (int)key.Kind;
    }
}
