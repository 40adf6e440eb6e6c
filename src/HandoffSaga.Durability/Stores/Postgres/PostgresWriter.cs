using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// The one writer of this process: commits, as one batch and so one transaction, whatever queued while the last commit ran, over a connection of its own.
/// <para>
/// A connection that breaks during a commit leaves open whether there was one. Every batch therefore begins by leaving its number in the writer's
/// own row, and before the next the writer reads there what became of the last. Reading raises the number, and no batch goes below it: one that is
/// still on its way somewhere is thereby given up, so that "not committed" stays true.
/// </para>
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MostTrials = 5;

    private readonly Guid writer = Guid.CreateVersion7();
    private readonly NpgsqlDataSource source;
    private readonly PostgresText text;
    private readonly TimeSpan lease;
    private readonly GroupQueue<QueuedUnit> queue;
    private NpgsqlConnection? connection;
    private CommitDoubt? doubt;
    private long batches;

    public PostgresWriter(NpgsqlDataSource source, PostgresText text, TimeSpan lease, int mostInGroup)
    {
        this.source = source;
        this.text = text;
        this.lease = lease;
        queue = new GroupQueue<QueuedUnit>(Run, mostInGroup);
    }

    public Task<CommitOutcome> Commit(UnitOfWork unit)
    {
        foreach (var row in unit.Rows)
        {
            for (var i = 0; i < row.Values.Count; i++)
                PostgresValues.Check(row.Shape.Columns[i], row.Values[i]);
        }

        var queued = new QueuedUnit(unit);
        return queue.TryAdd(queued) ? queued.Outcome : throw new StoreUnavailableException("The store is not open.");
    }

    /// <summary>Commits what is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        await queue.Close().ConfigureAwait(false);
        await Disconnect().ConfigureAwait(false);
    }

    private async Task Run(IReadOnlyList<QueuedUnit> queued)
    {
        try
        {
            await Connect().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await Disconnect().ConfigureAwait(false);
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
                await Commit(group).ConfigureAwait(false);
                group = new UnitGroup();
                group.TryAdd(unit);
            }
        }

        await Commit(group).ConfigureAwait(false);
    }

    private async Task Commit(UnitGroup group)
    {
        if (group.Units.Count == 0)
            return;
        var verdict = await Try(group).ConfigureAwait(false);
        if (group.Units.Count == 1 || verdict.ConcernsAll)
        {
            Settle(group.Units, verdict);
            return;
        }

        // Where it can be seen whose saga was changed meanwhile, the others still go together.
        if (await Overtaken(group, verdict).ConfigureAwait(false) is { Count: > 0 } overtaken)
        {
            Settle(overtaken, Verdict.Conflict);
            await Commit(group.Without(overtaken)).ConfigureAwait(false);
            return;
        }

        // Somebody in the group is to blame, and only that one may bear it.
        for (var i = 0; i < group.Units.Count; i++)
        {
            var alone = new UnitGroup();
            alone.TryAdd(group.Units[i]);
            verdict = await Try(alone).ConfigureAwait(false);
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
                var versions = await Versions(of.Key, of.Select(queued => queued.Unit.Saga!.CorrelationId)).ConfigureAwait(false);
                overtaken.UnionWith(of.Where(queued => versions.GetValueOrDefault(queued.Unit.Saga!.CorrelationId) != queued.Unit.Saga.Expected));
            }
        }
        catch (NpgsqlException)
        {
            // Not seen is not overtaken: each is asked for on its own then, and hears what the server says.
            overtaken.Clear();
        }

        return overtaken;
    }

    private async Task<Dictionary<Guid, long>> Versions(SagaSchema schema, IEnumerable<Guid> sagas)
    {
        var versions = new Dictionary<Guid, long>();
        var command = new NpgsqlCommand(PostgresText.Versions(schema), connection) { Parameters = { sagas.Uuids() } };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync().ConfigureAwait(false))
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
                await Connect().ConfigureAwait(false);
                await Send(group).ConfigureAwait(false);
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
                await Disconnect().ConfigureAwait(false);
                return Verdict.Failed(failure.AsAbsence(), concernsAll: true);
            }
        }
    }

    private async Task Send(UnitGroup group)
    {
        using var activity = Traces.Start("handoff.commit", group.Units, static queued => queued.Unit.Message);
        activity?.SetTag("handoff.units", group.Units.Count);
        var batch = connection!.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            var number = ++batches;
            batch.Add(text.WriterMark, writer.Uuid(), number.Number());
            group.Write(batch, text, lease);
            var open = doubt = new CommitDoubt(number);
            foreach (var unit in group.Units)
                unit.Unit.Doubt = open;
            try
            {
                await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
                doubt = null;
            }
            catch (Exception failure) when (failure.IsRolledBack())
            {
                open.WasCommitted = false;
                doubt = null;
                throw;
            }
        }
    }

    private async Task Connect()
    {
        if (connection is { FullState: System.Data.ConnectionState.Open } && doubt is null)
            return;
        await Disconnect().ConfigureAwait(false);
        connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        if (doubt is not null)
            await FindOut(doubt).ConfigureAwait(false);
    }

    private async Task FindOut(CommitDoubt open)
    {
        var giveUp = ++batches;
        var batch = connection!.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Add(text.WriterKnown, writer.Uuid());
            batch.Add(PostgresText.WriterLast, writer.Uuid());
            batch.Add(PostgresText.WriterGiveUp, writer.Uuid(), giveUp.Number());
            var last = (long)(await batch.ExecuteScalarAsync().ConfigureAwait(false))!;
            open.WasCommitted = last == open.Batch;
            doubt = null;
        }
    }

    private async Task Disconnect()
    {
        if (connection is not { } broken)
            return;
        connection = null;
        await broken.DisposeAsync().ConfigureAwait(false);
    }

    private static void Settle(IEnumerable<QueuedUnit> units, Verdict verdict)
    {
        foreach (var unit in units)
            unit.Settle(verdict);
    }
}
