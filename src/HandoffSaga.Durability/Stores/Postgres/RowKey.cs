using System.Collections;

namespace HandoffSaga.Durability.Postgres;

/// <summary>The table and key of a <see cref="Row"/>.</summary>
internal sealed class RowKey(string table, object?[] values) : IEquatable<RowKey>
{
    public static RowKey Of(Row row) => new(row.Shape.Table, [.. row.Values.Take(row.Shape.KeyLength)]);

    /// <summary>An arbitrary order of rows of one shape; the same in every process.</summary>
    public static int Compare(Row one, Row other)
    {
        for (var i = 0; i < one.Shape.KeyLength; i++)
        {
            var order = one.Values[i] is string text
                ? string.CompareOrdinal(text, other.Values[i] as string)
                : Comparer.DefaultInvariant.Compare(one.Values[i], other.Values[i]);
            if (order != 0)
                return order;
        }

        return 0;
    }

    public bool Equals(RowKey? other) => other is not null && other.Table == Table && other.Values.AsSpan().SequenceEqual(Values);

    public override bool Equals(object? obj) => Equals(obj as RowKey);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Table);
        foreach (var value in Values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    private string Table => table;

    private object?[] Values => values;
}
