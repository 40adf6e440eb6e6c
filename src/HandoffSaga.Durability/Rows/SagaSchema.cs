namespace HandoffSaga.Durability;

/// <summary>A saga's table as the stores see it. One instance for each saga type; the stores key their prepared statements by it.</summary>
internal sealed class SagaSchema(string table, IReadOnlyList<Column> projection)
{
    public string Table => table;

    public IReadOnlyList<Column> Projection => projection;
}

/// <summary>What a unit of work does to a saga's row.</summary>
/// <param name="Schema">Its table.</param>
/// <param name="CorrelationId">Its key.</param>
/// <param name="Expected">The version the stored row must have; 0 when there must be no row.</param>
/// <param name="State">The saga, as the unit leaves it.</param>
internal abstract record SagaWrite(SagaSchema Schema, Guid CorrelationId, int Expected, object State);

/// <summary>The row is written with <see cref="Version"/>, one above what was expected.</summary>
internal sealed record SagaPut(
    SagaSchema Schema,
    Guid CorrelationId,
    int Expected,
    object State,
    string CurrentState,
    byte[] Body,
    IReadOnlyList<object?> Projection
) : SagaWrite(Schema, CorrelationId, Expected, State)
{
    public int Version => Expected + 1;
}

/// <summary>The row is deleted.</summary>
internal sealed record SagaRemove(SagaSchema Schema, Guid CorrelationId, int Expected, object State)
    : SagaWrite(Schema, CorrelationId, Expected, State);

/// <summary>A saga as stored.</summary>
internal sealed record StoredSaga(Guid CorrelationId, int Version, byte[] Body);
