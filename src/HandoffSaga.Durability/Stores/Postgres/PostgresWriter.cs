using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// The one writer of this process: commits, as one batch and so one transaction, whatever queued while the last commit ran, over a
/// connection of its own.
/// <para>
/// A connection that breaks during a commit leaves open whether there was one. Every batch therefore begins by leaving its number in the
/// writer's own row, and before the next the writer reads there what became of the last. Reading raises the number, and no batch goes below
/// it: one that is still on its way somewhere is thereby given up, so that "not committed" stays true.
/// </para>
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MostTrials = 5;

    private readonly Guid _writer = Guid.CreateVersion7();
    private readonly NpgsqlDataSource _source;
    private readonly PostgresText _text;
    private readonly TimeSpan _lease;
    private readonly GroupQueue<QueuedUnit> _queue;
    private NpgsqlConnection? _connection;
    private CommitDoubt? _doubt;
    private long _batches;

    public PostgresWriter(NpgsqlDataSource source, PostgresText text, TimeSpan lease, int mostInGroup)
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
            Settle(queued, Verdict.Failed(failure.AsAbsence(), concernsAll: true));
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

        // Where it can be seen whose saga was changed meanwhile, the others still go together.
        if (await Overtaken(group, verdict) is { Count: > 0 } overtaken)
        {
            Settle(overtaken, Verdict.Conflict);
            await Commit(group.Without(overtaken));
            return;
        }

        // Somebody in the group is to blame, and only that one may bear it.
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
            // Not seen is not overtaken: each is asked for on its own then, and hears what the server says. A connection that the server
            // closed behind its answer is an InvalidOperationException.
            overtaken.Clear();
        }

        return overtaken;
    }

    private async Task<Dictionary<Guid, long>> Versions(SagaSchema schema, IEnumerable<Guid> sagas)
    {
        var versions = new Dictionary<Guid, long>();
        var command = new NpgsqlCommand(PostgresText.Versions(schema), _connection) { Parameters = { sagas.Uuids() } };
        await using (command)
        {
            var reader = await command.ExecuteReaderAsync();
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
                // Replicas that locked each other out: one of them was let through, and is done by now.
            }
            catch (Exception failure)
            {
                if (failure.IsConflict())
                    return Verdict.Conflict;
                if (failure.ConcernsRowsOnly())
                    return Verdict.Failed(failure.IsAbsence() ? failure.AsAbsence() : failure, concernsAll: false);
                await Disconnect();
                return Verdict.Failed(failure.AsAbsence(), concernsAll: true);
            }
        }
    }

    private async Task Send(UnitGroup group)
    {
        using var activity = Traces.Start("handoff.commit", group.Units, static queued => queued.Unit.Message);
        activity?.SetTag("handoff.units", group.Units.Count);
        var batch = _connection!.CreateBatch();
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
        _connection = await _source.OpenConnectionAsync();
        if (_doubt is not null)
            await FindOut(_doubt);
    }

    private async Task FindOut(CommitDoubt open)
    {
        var giveUp = ++_batches;
        var batch = _connection!.CreateBatch();
        await using (batch)
        {
            batch.Add(_text.WriterKnown, _writer.Uuid());
            batch.Add(PostgresText.WriterLast, _writer.Uuid());
            batch.Add(PostgresText.WriterGiveUp, _writer.Uuid(), giveUp.Number());
            var last = (long)(await batch.ExecuteScalarAsync())!;
            open.WasCommitted = last == open.Batch;
            _doubt = null;
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
        Settle(queued, Verdict.Failed(failure.AsAbsence(), concernsAll: true));

    private static void Settle(IEnumerable<QueuedUnit> units, Verdict verdict)
    {
        foreach (var unit in units)
            unit.Settle(verdict);
    }
}
