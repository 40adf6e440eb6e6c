namespace HandoffSaga.Durability;

/// <summary>Reads single rows by key, outside the write path; concurrent reads are grouped where that is faster.</summary>
public interface IRowReader
{
    /// <summary>
    /// The row of <paramref name="shape"/>'s table with this key as the shape's column values, or null when there is none.
    /// </summary>
    ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken);
}
