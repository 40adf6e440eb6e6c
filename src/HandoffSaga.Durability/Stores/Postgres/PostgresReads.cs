using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>Reads by key, grouped like the commits: concurrent reads share one round trip.</summary>
internal sealed class PostgresReads
{
    private readonly PostgresSource _source;
    private readonly GroupQueue<Wanted> _queue;

    public PostgresReads(PostgresSource source, int mostInGroup)
    {
        _source = source;
        _queue = new GroupQueue<Wanted>(Run, Fail, mostInGroup);
    }

    public async Task<StoredSaga?> Saga(SagaSchema schema, Guid correlationId)
    {
        var wanted = new WantedSaga(schema, correlationId);
        Add(wanted);
        return await wanted.Found;
    }

    public async Task<IReadOnlyList<object?>?> Row(RowShape shape, IReadOnlyList<object> key)
    {
        for (var i = 0; i < key.Count; i++)
            PostgresValues.Check(shape.Columns[i], key[i]);
        var wanted = new WantedRow(shape, key);
        Add(wanted);
        return await wanted.Found;
    }

    public Task Close() => _queue.Close();

    private void Add(Wanted wanted)
    {
        if (!_queue.TryAdd(wanted))
            throw new StoreUnavailableException("The store is not open.");
    }

    private async Task Run(IReadOnlyList<Wanted> all)
    {
        try
        {
            await Read(all);
        }
        catch (Exception failure) when (all.Count == 1 || !failure.ConcernsItsUnitOnly())
        {
            Fail(all, failure.Fault() == StoreFault.RowsOnly ? failure : failure.AsAbsence());
        }
        catch (Exception)
        {
            foreach (var wanted in all)
                await Run([wanted]);
        }
    }

    private async Task Read(IReadOnlyList<Wanted> all)
    {
        var sagas = all.OfType<WantedSaga>().GroupBy(saga => saga.Schema).Select(of => of.ToArray()).ToArray();
        var rows = all.OfType<WantedRow>().GroupBy(row => row.Shape).Select(of => of.ToArray()).ToArray();
        var connection = await _source.Open();
        var batch = connection.Begin();
        await using (connection)
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

            var reader = await batch.Read();
            await using (reader)
            {
                foreach (var of in sagas)
                    await Take(reader, of);
                foreach (var of in rows)
                    await Take(reader, of);
            }
        }

        foreach (var wanted in all)
            wanted.Settle();
    }

    private static async Task Take(NpgsqlDataReader reader, WantedSaga[] sagas)
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

    private static async Task Take(NpgsqlDataReader reader, WantedRow[] rows)
    {
        while (await reader.ReadAsync())
        {
            var wanted = rows[reader.GetInt64(0) - 1];
            wanted.Answer = [.. wanted.Shape.Columns.Select((column, i) => reader.Value(i + 1, column.Kind))];
        }

        await reader.NextResultAsync();
    }

    private static void Fail(IEnumerable<Wanted> all, Exception failure)
    {
        foreach (var wanted in all)
            wanted.Fail(failure);
    }

    private abstract class Wanted
    {
        public abstract void Settle();

        public abstract void Fail(Exception failure);
    }

    private abstract class Wanted<T> : Wanted
        where T : class
    {
        private readonly TaskCompletionSource<T?> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public T? Answer { get; set; }

        public Task<T?> Found => _found.Task;

        public override void Settle() => _found.TrySetResult(Answer);

        public override void Fail(Exception failure) => _found.TrySetException(failure);
    }

    private sealed class WantedSaga(SagaSchema schema, Guid correlationId) : Wanted<StoredSaga>
    {
        public SagaSchema Schema => schema;

        public Guid CorrelationId => correlationId;
    }

    private sealed class WantedRow(RowShape shape, IReadOnlyList<object> key) : Wanted<IReadOnlyList<object?>>
    {
        public RowShape Shape => shape;

        public IReadOnlyList<object> Key => key;
    }
}
