using SQLitePCL;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// A prepared statement, bound by position. The write path runs some twenty of these for each handoff, so it goes to SQLite without
/// ADO.NET's parameter objects, and without its sleeping when the database is busy.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int UuidLength = 16;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public void Dispose() => _statement.Dispose();

    public SqliteStatement Bind(int position, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, position, value));
        return this;
    }

    public SqliteStatement Bind(int position, Guid value)
    {
        Span<byte> bytes = stackalloc byte[UuidLength];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, position, bytes));
        return this;
    }

    public SqliteStatement Bind(int position, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, position) : raw.sqlite3_bind_text(_statement, position, value));
        return this;
    }

    public SqliteStatement Bind(int position, byte[]? value)
    {
        Check(
            value switch
            {
                null => raw.sqlite3_bind_null(_statement, position),
                [] => raw.sqlite3_bind_zeroblob(_statement, position, 0),
                _ => raw.sqlite3_bind_blob(_statement, position, value),
            }
        );
        return this;
    }

    public SqliteStatement Bind(int position, Guid? value) => value is { } uuid ? Bind(position, uuid) : Bind(position, (byte[]?)null);

    public SqliteStatement Bind(int position, long? value) =>
        value is { } integer ? Bind(position, integer) : Bind(position, (byte[]?)null);

    /// <summary>Binds a value of a column whose kind is only known at run time.</summary>
    public SqliteStatement Bind(int position, Column column, object? value) =>
        (column.Kind, value) switch
        {
            (_, null) => Bind(position, (byte[]?)null),
            (ColumnKind.Uuid, Guid uuid) => Bind(position, uuid),
            (ColumnKind.Text, string text) => Bind(position, text),
            (ColumnKind.Integer, long integer) => Bind(position, integer),
            (ColumnKind.Integer, int integer) => Bind(position, (long)integer),
            (ColumnKind.Time, DateTimeOffset time) => Bind(position, time.ToUnixTimeMilliseconds()),
            (ColumnKind.Bytes, byte[] bytes) => Bind(position, bytes),
            _ => throw new ArgumentException($"Column {column.Name} takes {column.Kind}, not {value!.GetType().Name}.", nameof(value)),
        };

    /// <summary>Runs the statement to its end and returns how many rows it changed.</summary>
    public int Run()
    {
        try
        {
            while (Step()) { }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Whether there is a next row. After the last, or when no more are wanted, <see cref="Reset"/>.</summary>
    public bool Step() =>
        raw.sqlite3_step(_statement) switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            var failure => throw SqliteFailure.Of(_database, failure),
        };

    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public Guid Uuid(int column) => new(raw.sqlite3_column_blob(_statement, column), bigEndian: true);

    public object? Value(int column, ColumnKind kind) =>
        IsNull(column)
            ? null
            : kind switch
            {
                ColumnKind.Uuid => Uuid(column),
                ColumnKind.Text => Text(column),
                ColumnKind.Integer => Integer(column),
                ColumnKind.Time => DateTimeOffset.FromUnixTimeMilliseconds(Integer(column)),
                _ => Bytes(column),
            };

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw SqliteFailure.Of(_database, result);
    }
}
