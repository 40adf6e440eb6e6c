namespace HandoffSaga.Durability;

/// <summary>How the values of a column are sent to the store. Every kind may hold null unless the column is part of a key.</summary>
public enum ColumnKind
{
    /// <summary>A <see cref="Guid"/>; 16 big-endian bytes on SQLite, <c>uuid</c> on PostgreSQL.</summary>
    Uuid,

    /// <summary>A <see cref="string"/> without U+0000.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    Integer,

    /// <summary>
    /// A <see cref="DateTimeOffset"/>, truncated to milliseconds; an integer (Unix milliseconds) on SQLite, <c>timestamptz</c> on
    /// PostgreSQL.
    /// </summary>
    Time,

    /// <summary>A byte array.</summary>
    Bytes,
}

/// <summary>A column of a table the engine writes for the program.</summary>
/// <param name="Name">The column's name, as in the schema.</param>
/// <param name="Kind">How its values are stored.</param>
public sealed record Column(string Name, ColumnKind Kind)
{
    /// <summary>
    /// A saga's projection writes it when the saga is first stored and never again: its value must not change afterwards. Default false.
    /// An update that names a column rewrites every index over it, changed or not.
    /// </summary>
    public bool WrittenOnce { get; init; }
}

/// <summary>What a <see cref="Row"/> does when its key is already in the table.</summary>
public enum RowMode
{
    /// <summary>The key must be new; if it is not, the whole unit of work is a conflict, is rolled back and runs again.</summary>
    Append,

    /// <summary>The columns named by the shape replace those of the row with the same key; other columns keep their values.</summary>
    Upsert,
}

/// <summary>
/// The shape of rows for one table of the program: column names and kinds, which is all the engine knows of it. Declare each shape once, as
/// a static; the stores key their prepared statements by it.
/// </summary>
public sealed class RowShape
{
    private RowShape(string table, RowMode mode, int keyLength, Column[] columns)
    {
        Table = table;
        Mode = mode;
        KeyLength = keyLength;
        Columns = columns;
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>What happens when the key exists.</summary>
    public RowMode Mode { get; }

    /// <summary>How many of the first <see cref="Columns"/> form the key (at least 1).</summary>
    public int KeyLength { get; }

    /// <summary>All columns this shape writes, the key first.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Rows that are only added.</summary>
    public static RowShape Append(string table, int keyLength, params Column[] columns) => new(table, RowMode.Append, keyLength, columns);

    /// <summary>Rows that are added, or replace the named columns of the row with the same key.</summary>
    public static RowShape Upsert(string table, int keyLength, params Column[] columns) => new(table, RowMode.Upsert, keyLength, columns);

    /// <summary>A row of this shape.</summary>
    /// <exception cref="ArgumentException">The number of values is not the number of columns.</exception>
    public Row Row(params object?[] values) =>
        values.Length == Columns.Count
            ? new Row(this, values)
            : throw new ArgumentException($"{Table} takes {Columns.Count} values, not {values.Length}.", nameof(values));
}

/// <summary>One row to be written with a unit of work.</summary>
/// <param name="Shape">Where it goes.</param>
/// <param name="Values">A value for each column of the shape, in its order.</param>
public sealed record Row(RowShape Shape, IReadOnlyList<object?> Values);
