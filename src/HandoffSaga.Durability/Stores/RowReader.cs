namespace HandoffSaga.Durability;

internal sealed class RowReader(IStore store) : IRowReader
{
    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        key.Count == shape.KeyLength
            ? store.Find(shape, key, cancellationToken)
            : throw new ArgumentException($"The key of {shape.Table} has {shape.KeyLength} values, not {key.Count}.", nameof(key));
}
