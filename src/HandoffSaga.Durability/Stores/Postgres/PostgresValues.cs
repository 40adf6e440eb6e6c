using Npgsql;
using NpgsqlTypes;

namespace HandoffSaga.Durability.Postgres;

/// <summary>Converts columns of values to array parameters and back.</summary>
internal static class PostgresValues
{
    public static NpgsqlParameter Uuids(this IEnumerable<Guid> values) => Array(values.ToArray(), NpgsqlDbType.Uuid);

    public static NpgsqlParameter Uuids(this IEnumerable<Guid?> values) => Array(values.ToArray(), NpgsqlDbType.Uuid);

    public static NpgsqlParameter Texts(this IEnumerable<string?> values) => Array(values.ToArray(), NpgsqlDbType.Text);

    public static NpgsqlParameter Numbers(this IEnumerable<int> values) => Array(values.ToArray(), NpgsqlDbType.Integer);

    public static NpgsqlParameter Numbers(this IEnumerable<long> values) => Array(values.ToArray(), NpgsqlDbType.Bigint);

    public static NpgsqlParameter Numbers(this IEnumerable<long?> values) => Array(values.ToArray(), NpgsqlDbType.Bigint);

    public static NpgsqlParameter Flags(this IEnumerable<bool> values) => Array(values.ToArray(), NpgsqlDbType.Boolean);

    public static NpgsqlParameter Bytes(this IEnumerable<byte[]?> values) => Array(values.ToArray(), NpgsqlDbType.Bytea);

    public static NpgsqlParameter Uuid(this Guid value) => new NpgsqlParameter<Guid>(null!, NpgsqlDbType.Uuid) { TypedValue = value };

    public static NpgsqlParameter Number(this long value) => new NpgsqlParameter<long>(null!, NpgsqlDbType.Bigint) { TypedValue = value };

    public static NpgsqlParameter Binary(this byte[] value) =>
        new NpgsqlParameter<byte[]>(null!, NpgsqlDbType.Bytea) { TypedValue = value };

    /// <summary>The values of one column of many rows.</summary>
    public static NpgsqlParameter Of(Column column, IEnumerable<object?> values) =>
        column.Kind switch
        {
            ColumnKind.Uuid => values.Select(value => (Guid?)value).Uuids(),
            ColumnKind.Text => values.Select(value => (string?)value).Texts(),
            ColumnKind.Integer => values.Select(Integer).Numbers(),
            ColumnKind.Time => Array(values.Select(Time).ToArray(), NpgsqlDbType.TimestampTz),
            _ => values.Select(value => (byte[]?)value).Bytes(),
        };

    /// <exception cref="ArgumentException">The value is not of the column's kind.</exception>
    public static void Check(Column column, object? value)
    {
        var fits =
            value is null
            || (column.Kind, value) switch
            {

                (ColumnKind.Uuid, Guid)
                or
                (ColumnKind.Text, string)
                or
                (ColumnKind.Integer, long or int)
                or
                (ColumnKind.Time, DateTimeOffset)
                or (ColumnKind.Bytes, byte[]) => true,
                _ => false,
            };
        if (!fits)
            throw new ArgumentException($"Column {column.Name} takes {column.Kind}, not {value!.GetType().Name}.", nameof(value));
    }

    public static object? Value(this NpgsqlDataReader row, int ordinal, ColumnKind kind) =>
        row.IsDBNull(ordinal)
            ? null
            : kind switch
            {
                ColumnKind.Uuid => row.GetFieldValue<Guid>(ordinal),
                ColumnKind.Text => row.GetFieldValue<string>(ordinal),
                ColumnKind.Integer => row.GetFieldValue<long>(ordinal),
                ColumnKind.Time => new DateTimeOffset(row.GetFieldValue<DateTime>(ordinal)),
                _ => row.GetFieldValue<byte[]>(ordinal),
            };

    private static long? Integer(object? value) =>
        value switch
        {
            null => null,
            int integer => integer,
            _ => (long)value,
        };

    private static DateTime? Time(object? value) =>
        value is DateTimeOffset time ? DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()).UtcDateTime : null;

    private static NpgsqlParameter<T[]> Array<T>(T[] values, NpgsqlDbType elements) =>
        new NpgsqlParameter<T[]>(null!, elements | NpgsqlDbType.Array) { TypedValue = values };
}
