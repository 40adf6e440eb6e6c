using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>Reads by key, grouped like the commits: concurrent reads share one round trip.</summary>
internal sealed class PostgresReads
{
    private readonly NpgsqlDataSource _source;
    private readonly GroupQueue<PendingRead> _queue;

    public PostgresReads(NpgsqlDataSource source, int mostInGroup)
    {
        _source = source;
        _queue = new GroupQueue<PendingRead>(Run, Fail, mostInGroup);
    }

    public async Task<StoredSaga?> Saga(SagaSchema schema, Guid correlationId)
    {
        var pending = new PendingSagaRead(schema, correlationId);
        Add(pending);
        return await pending.Found;
    }

    public async Task<IReadOnlyList<object?>?> Row(RowShape shape, IReadOnlyList<object> key)
    {
        for (var i = 0; i < key.Count; i++)
            PostgresValues.Check(shape.Columns[i], key[i]);
        var pending = new PendingRowRead(shape, key);
        Add(pending);
        return await pending.Found;
    }

    public Task Close() => _queue.Close();

    private void Add(PendingRead pending)
    {
        if (!_queue.TryAdd(pending))
            throw new StoreUnavailableException("The store is not open.");
    }

    private async Task Run(IReadOnlyList<PendingRead> all)
    {
        try
        {
            await Read(all);
        }
        catch (Exception failure) when (failure.IsAbsence())
        {
            Fail(all, failure.AsAbsence());
        }
        catch (Exception failure) when (all.Count == 1)
        {
            Fail(all, failure);
        }
        catch (Exception)
        {
            foreach (var pending in all)
                await Run([pending]);
        }
    }

    private async Task Read(IReadOnlyList<PendingRead> all)
    {
        var sagas = all.OfType<PendingSagaRead>().GroupBy(saga => saga.Schema).Select(of => of.ToArray()).ToArray();
        var rows = all.OfType<PendingRowRead>().GroupBy(row => row.Shape).Select(of => of.ToArray()).ToArray();
        var batch = _source.CreateBatch();
        await using (batch)
        {
            foreach (var of in sagas)
                batch.Add(PostgresText.Find(of[0].Schema), of.Select(saga => saga.CorrelationId).Uuids());
            foreach (var of in rows)
            {
                var shape = of[0].Shape;
                batch.Add(
                    PostgresText.Find(shape),
                    [.. shape.Columns.Take(shape.KeyLength).Select((column, i) => PostgresValues.Of(column, of.Select(row => row.Key[i])))]
                );
            }

            var reader = await batch.ExecuteReaderAsync();
            await using (reader)
            {
                foreach (var of in sagas)
                    await Take(reader, of);
                foreach (var of in rows)
                    await Take(reader, of);
            }
        }

        foreach (var pending in all)
            pending.Settle();
    }

    private static async Task Take(NpgsqlDataReader reader, PendingSagaRead[] sagas)
    {
        var found = new Dictionary<Guid, StoredSaga>();
        while (await reader.ReadAsync())
        {
            var saga = reader.Saga();
            found[saga.CorrelationId] = saga;
        }

        foreach (var saga in sagas)
            saga.Answer = found.GetValueOrDefault(saga.CorrelationId);
        await reader.NextResultAsync();
    }

    private static async Task Take(NpgsqlDataReader reader, PendingRowRead[] rows)
    {
        while (await reader.ReadAsync())
        {
            var pending = rows[reader.GetInt64(0) - 1];
            pending.Answer = [.. pending.Shape.Columns.Select((column, i) => reader.Value(i + 1, column.Kind))];
        }

        await reader.NextResultAsync();
    }

    private static void Fail(IEnumerable<PendingRead> all, Exception failure)
    {
        foreach (var pending in all)
            pending.Fail(failure);
    }

    private abstract class PendingRead
    {
        public abstract void Settle();

        public abstract void Fail(Exception failure);
    }

    private abstract class PendingRead<T> : PendingRead
        where T : class
    {
        private readonly TaskCompletionSource<T?> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public T? Answer { get; set; }

        public Task<T?> Found => _found.Task;

        public override void Settle() => _found.TrySetResult(Answer);

        public override void Fail(Exception failure) => _found.TrySetException(failure);
    }

    private sealed class PendingSagaRead(SagaSchema schema, Guid correlationId) : PendingRead<StoredSaga>
    {
        public SagaSchema Schema => schema;

        public Guid CorrelationId => correlationId;
    }

    private sealed class PendingRowRead(RowShape shape, IReadOnlyList<object> key) : PendingRead<IReadOnlyList<object?>>
    {
        public RowShape Shape => shape;

        public IReadOnlyList<object> Key => key;
    }
}
