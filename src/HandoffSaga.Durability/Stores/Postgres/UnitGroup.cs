using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// Units that can be committed as one batch. The batch must write the same as the units one after the other, so a unit that touches a row
/// an earlier one of the group has touched does not join it.
/// </summary>
internal sealed class UnitGroup
{
    private readonly HashSet<(SagaSchema, Guid)> _sagas = [];
    private readonly Dictionary<RowKey, RowShape> _rows = [];
    private readonly HashSet<Guid> _messages = [];
    private readonly HashSet<Guid> _tokens = [];
    private readonly List<QueuedUnit> _units = [];

    public IReadOnlyList<QueuedUnit> Units => _units;

    public bool TryAdd(QueuedUnit queued)
    {
        var unit = queued.Unit;
        if (_units.Count > 0 && Touches(unit))
            return false;
        _units.Add(queued);
        if (unit.Saga is { } saga)
            _sagas.Add((saga.Schema, saga.CorrelationId));
        foreach (var row in unit.Rows)
            _rows[RowKey.Of(row)] = row.Shape;
        foreach (var message in unit.Messages)
        {
            _messages.Add(message.MessageId);
            if (message.Token is { } token)
                _tokens.Add(token);
        }

        return true;
    }

    /// <summary>The same group without some of its units.</summary>
    public UnitGroup Without(IReadOnlySet<QueuedUnit> some)
    {
        var others = new UnitGroup();
        foreach (var unit in _units.Where(unit => !some.Contains(unit)))
            others.TryAdd(unit);
        return others;
    }

    /// <summary>
    /// The group's statements, always in this order: deadlocks need two orders. Sagas first, so that a stale unit fails before it did
    /// anything.
    /// </summary>
    public void Write(NpgsqlBatch batch, PostgresText text, TimeSpan lease)
    {
        foreach (var of in _units.Select(queued => queued.Unit.Saga).OfType<SagaWrite>().GroupBy(saga => saga.Schema))
            Write(batch, of.Key, [.. of.OrderBy(saga => saga.CorrelationId)]);
        foreach (var of in _units.SelectMany(queued => queued.Unit.Rows).GroupBy(row => row.Shape))
            Write(batch, of.Key, of);
        var consumed = _units.Select(queued => queued.Unit.Consumed).OfType<Guid>().ToArray();
        if (consumed.Length > 0)
            batch.Add(PostgresText.OutboxConsumed, consumed.Order().Uuids());
        var cancelled = _units.SelectMany(queued => queued.Unit.Cancelled).ToArray();
        if (cancelled.Length > 0)
            batch.Add(PostgresText.OutboxCancel, cancelled.Order().Uuids());
        var outgoing = _units.SelectMany(queued => queued.Unit.Messages).ToArray();
        if (outgoing.Length > 0)
            Write(batch, text, outgoing, lease);
    }

    private bool Touches(UnitOfWork unit) =>
        (unit.Saga is { } saga && _sagas.Contains((saga.Schema, saga.CorrelationId)))
        || unit.Rows.Any(row => _rows.TryGetValue(RowKey.Of(row), out var shape) && (shape != row.Shape || shape.Mode == RowMode.Append))
        || (unit.Consumed is { } consumed && _messages.Contains(consumed))
        || unit.Cancelled.Any(_tokens.Contains);

    private static void Write(NpgsqlBatch batch, SagaSchema schema, SagaWrite[] writes)
    {
        var put = writes.OfType<SagaPut>().ToArray();
        Write(batch, PostgresText.Insert(schema), schema, schema.Projection, [.. put.Where(saga => saga.Expected == 0)]);
        Write(batch, PostgresText.Update(schema), schema, PostgresText.Updated(schema), [.. put.Where(saga => saga.Expected != 0)]);
        var removed = writes.OfType<SagaRemove>().ToArray();
        if (removed.Length > 0)
        {
            batch.Add(
                PostgresText.Delete(schema),
                removed.Select(saga => saga.CorrelationId).Uuids(),
                removed.Select(saga => saga.Expected).Numbers()
            );
        }
    }

    private static void Write(NpgsqlBatch batch, string sql, SagaSchema schema, IReadOnlyList<Column> projection, SagaPut[] sagas)
    {
        if (sagas.Length == 0)
            return;
        var positions = schema.Projection.Index().ToDictionary(column => column.Item, column => column.Index);
        batch.Add(
            sql,
            [
                sagas.Select(saga => saga.CorrelationId).Uuids(),
                sagas.Select(saga => saga.Version).Numbers(),
                sagas.Select(saga => saga.CurrentState).Texts(),
                sagas.Select(saga => saga.Body).Bytes(),
                .. projection.Select(column => PostgresValues.Of(column, sagas.Select(saga => saga.Projection[positions[column]]))),
            ]
        );
    }

    private static void Write(NpgsqlBatch batch, RowShape shape, IEnumerable<Row> rows)
    {
        // Appended rows get their numbers in the order they were added: readers rely on it.
        var ordered = shape.Mode == RowMode.Append ? [.. rows] : Sorted(rows);
        batch.Add(
            PostgresText.Of(shape),
            [.. shape.Columns.Select((column, i) => PostgresValues.Of(column, ordered.Select(row => row.Values[i])))]
        );
    }

    // The last value of a key wins; one statement may not write a key twice.
    private static Row[] Sorted(IEnumerable<Row> rows)
    {
        Row[] last = [.. rows.GroupBy(RowKey.Of).Select(same => same.Last())];
        Array.Sort(last, RowKey.Compare);
        return last;
    }

    private static void Write(NpgsqlBatch batch, PostgresText text, OutgoingMessage[] messages, TimeSpan lease) =>
        batch.Add(
            text.OutboxInsert,
            messages.Select(message => message.MessageId).Uuids(),
            messages.Select(message => message.Token).Uuids(),
            messages.Select(message => message.CorrelationId).Uuids(),
            messages.Select(message => message.Destination).Texts(),
            messages.Select(message => message.ContentType).Texts(),
            messages.Select(message => message.Headers).Texts(),
            messages.Select(message => message.Body).Bytes(),
            messages.Select(message => message.DueIn(lease).Milliseconds()).Numbers(),
            messages.Select(message => !message.IsScheduled).Flags(),
            messages.Select(message => message.ResendAfter?.Milliseconds()).Numbers(),
            messages.Select(message => message.MessageType).Texts()
        );
}

internal static class NpgsqlBatches
{
    /// <summary>A batch, and so a transaction, that brings its settings along.</summary>
    public static NpgsqlBatch Begin(this NpgsqlConnection connection)
    {
        var batch = connection.CreateBatch();
        batch.Add(PostgresText.Settings);
        return batch;
    }

    /// <summary>Runs a batch; the reader stands at the first result after that of the settings.</summary>
    public static async Task<NpgsqlDataReader> Read(this NpgsqlBatch batch, CancellationToken cancellationToken = default)
    {
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        try
        {
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public static void Add(this NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }
}
