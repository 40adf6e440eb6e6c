using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// The one writer of this process (group commit): commits, as one batch and so one transaction, everything that queued while the last
/// commit ran, over its own connection.
/// <para>
/// A connection that breaks during a commit leaves its outcome unknown. Every batch therefore starts by storing its number in the writer's
/// own row, and before the next batch the writer reads there whether the last one was committed. Reading also raises the number, and no
/// batch with a lower one can commit: a batch still in flight somewhere is thereby given up, so that "not committed" stays true.
/// </para>
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MostTrials = 5;

    private readonly Guid _writer = Guid.CreateVersion7();
    private readonly PostgresSource _source;
    private readonly PostgresText _text;
    private readonly TimeSpan _lease;
    private readonly GroupQueue<QueuedUnit> _queue;
    private NpgsqlConnection? _connection;
    private CommitDoubt? _doubt;
    private long _batches;

    public PostgresWriter(PostgresSource source, PostgresText text, TimeSpan lease, int mostInGroup)
    {
        _source = source;
        _text = text;
        _lease = lease;
        _queue = new GroupQueue<QueuedUnit>(Run, Fail, mostInGroup);
    }

    public Task<CommitOutcome> Commit(UnitOfWork unit)
    {
        foreach (var row in unit.Rows)
        {
            for (var i = 0; i < row.Values.Count; i++)
                PostgresValues.Check(row.Shape.Columns[i], row.Values[i]);
        }

        var queued = new QueuedUnit(unit);
        return _queue.TryAdd(queued) ? queued.Outcome : throw new StoreUnavailableException("The store is not open.");
    }

    /// <summary>Commits what is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.Close();
        await Disconnect();
    }

    private async Task Run(IReadOnlyList<QueuedUnit> queued)
    {
        try
        {
            await Connect();
        }
        catch (Exception failure)
        {
            await Disconnect();
            Settle(queued, Verdict.Failed(failure.AsUnavailable(), concernsAll: true));
            return;
        }

        var group = new UnitGroup();
        foreach (var unit in queued)
        {
            if (unit.Unit.Doubt?.WasCommitted == true)
            {
                unit.Settle(Verdict.Committed);
            }
            else if (!group.TryAdd(unit))
            {
                await Commit(group);
                group = new UnitGroup();
                group.TryAdd(unit);
            }
        }

        await Commit(group);
    }

    private async Task Commit(UnitGroup group)
    {
        if (group.Units.Count == 0)
            return;
        var verdict = await Try(group);
        if (group.Units.Count == 1 || verdict.ConcernsAll)
        {
            Settle(group.Units, verdict);
            return;
        }

        // If it is known which sagas were changed meanwhile, the other units are still committed together.
        if (await Overtaken(group, verdict) is { Count: > 0 } overtaken)
        {
            Settle(overtaken, Verdict.Conflict);
            await Commit(group.Without(overtaken));
            return;
        }

        // One unit of the group is at fault, and only that one may fail.
        for (var i = 0; i < group.Units.Count; i++)
        {
            var alone = new UnitGroup();
            alone.TryAdd(group.Units[i]);
            verdict = await Try(alone);
            group.Units[i].Settle(verdict);
            if (verdict is { ConcernsAll: true, Failure: not null })
            {
                Settle(group.Units.Skip(i + 1), verdict);
                return;
            }
        }
    }

    private async Task<HashSet<QueuedUnit>> Overtaken(UnitGroup group, Verdict verdict)
    {
        var overtaken = new HashSet<QueuedUnit>();
        if (verdict != Verdict.Conflict)
            return overtaken;
        try
        {
            foreach (var of in group.Units.Where(queued => queued.Unit.Saga is not null).GroupBy(queued => queued.Unit.Saga!.Schema))
            {
                var versions = await Versions(of.Key, of.Select(queued => queued.Unit.Saga!.CorrelationId));
                overtaken.UnionWith(
                    of.Where(queued => versions.GetValueOrDefault(queued.Unit.Saga!.CorrelationId) != queued.Unit.Saga.Expected)
                );
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            // A conflict not found here is still possible: each unit is then committed alone and gets the server's own answer. A connection
            // that the server closed after its answer throws InvalidOperationException.
            overtaken.Clear();
        }

        return overtaken;
    }

    private async Task<Dictionary<Guid, long>> Versions(SagaSchema schema, IEnumerable<Guid> sagas)
    {
        var versions = new Dictionary<Guid, long>();
        var batch = _connection!.Begin();
        await using (batch)
        {
            batch.Add(PostgresText.Versions(schema), sagas.Uuids());
            var reader = await batch.Read();
            await using (reader)
            {
                while (await reader.ReadAsync())
                    versions.Add(reader.GetGuid(0), reader.GetInt64(1));
            }
        }

        return versions;
    }

    private async Task<Verdict> Try(UnitGroup group)
    {
        for (var trial = 1; ; trial++)
        {
            try
            {
                await Connect();
                await Send(group);
                return Verdict.Committed;
            }
            catch (Exception failure) when (failure.IsPassing() && trial < MostTrials)
            {
                // A deadlock between replicas: the server let one of them proceed, and it is done by now.
            }
            catch (Exception failure)
            {
                if (failure.Fault() == StoreFault.Conflict)
                    return Verdict.Conflict;
                var concernsAll = !failure.ConcernsItsUnitOnly();
                if (concernsAll || !failure.IsRolledBack())
                    await Disconnect();
                return Verdict.Failed(failure.Fault() == StoreFault.RowsOnly ? failure : failure.AsUnavailable(), concernsAll);
            }
        }
    }

    private async Task Send(UnitGroup group)
    {
        using var activity = Traces.Start("handoff.commit", group.Units, static queued => queued.Unit.Message);
        activity?.SetTag("handoff.units", group.Units.Count);
        var batch = _connection!.Begin();
        await using (batch)
        {
            var number = ++_batches;
            batch.Add(_text.WriterMark, _writer.Uuid(), number.Number());
            group.Write(batch, _text, _lease);
            var open = _doubt = new CommitDoubt(number);
            foreach (var unit in group.Units)
                unit.Unit.Doubt = open;
            try
            {
                await batch.ExecuteNonQueryAsync();
                _doubt = null;
            }
            catch (Exception failure) when (failure.IsRolledBack())
            {
                open.WasCommitted = false;
                _doubt = null;
                throw;
            }
        }
    }

    private async Task Connect()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } && _doubt is null)
            return;
        await Disconnect();
        _connection = await _source.Open();
        if (_doubt is not null)
            await FindOut(_doubt);
    }

    private async Task FindOut(CommitDoubt open)
    {
        var giveUp = ++_batches;
        var batch = _connection!.Begin();
        await using (batch)
        {
            batch.Add(_text.WriterKnown, _writer.Uuid());
            batch.Add(PostgresText.WriterLast, _writer.Uuid());
            batch.Add(PostgresText.WriterGiveUp, _writer.Uuid(), giveUp.Number());
            var reader = await batch.Read();
            await using (reader)
            {
                await reader.ReadAsync();
                var last = reader.GetInt64(0);
                while (await reader.NextResultAsync()) { }

                open.WasCommitted = last == open.Batch;
                _doubt = null;
            }
        }
    }

    private async Task Disconnect()
    {
        if (_connection is not { } broken)
            return;
        _connection = null;
        await broken.DisposeAsync();
    }

    // What the connection is worth now is not known; the doubt that a batch left open says later whether it was committed.
    private static void Fail(IReadOnlyList<QueuedUnit> queued, Exception failure) =>
        Settle(queued, Verdict.Failed(failure.AsUnavailable(), concernsAll: true));

    private static void Settle(IEnumerable<QueuedUnit> units, Verdict verdict)
    {
        foreach (var unit in units)
            unit.Settle(verdict);
    }
}
