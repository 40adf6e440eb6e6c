using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// The one writer: a thread of its own that commits, as one transaction, whatever queued while the last commit ran. Nothing lingers for company:
/// a lone unit is committed at once, and the slower the disk, the larger the groups.
/// </summary>
internal sealed class SqliteWriter(string connectionString, int mostInGroup) : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<SqliteWrite> queue = new();
    private readonly List<SqliteWrite> group = [];
    private readonly List<SqliteWrite> alone = [];
    private Thread? thread;
    private SqliteSession? session;
    private bool closing;

    public void Start(SqliteSession opened)
    {
        session = opened;
        thread = new Thread(Run) { Name = "handoff sqlite writer", IsBackground = true };
        thread.Start();
    }

    public void Add(SqliteWrite write)
    {
        lock (gate)
        {
            if (thread is not null && !closing)
            {
                queue.Enqueue(write);
                Monitor.Pulse(gate);
                return;
            }
        }

        write.Failed(new StoreUnavailableException("The store is not open."));
    }

    /// <summary>Commits what is queued and ends the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closing = true;
            Monitor.Pulse(gate);
        }

        thread?.Join();
        session?.Dispose();
        session = null;
    }

    private void Run()
    {
        while (TakeGroup())
            Settle(group);
    }

    private bool TakeGroup()
    {
        group.Clear();
        lock (gate)
        {
            while (queue.Count == 0)
            {
                if (closing)
                    return false;
                Monitor.Wait(gate);
            }

            while (group.Count < mostInGroup && queue.TryDequeue(out var write))
                group.Add(write);
            return true;
        }
    }

    private void Settle(List<SqliteWrite> writes)
    {
        var verdict = Commit(writes);
        if (writes.Count == 1 || verdict.ConcernsAll)
        {
            foreach (var write in writes)
                verdict.Tell(write);
            return;
        }

        // Somebody in the group is to blame, and only that one may bear it.
        foreach (var write in writes)
        {
            alone.Clear();
            alone.Add(write);
            Commit(alone).Tell(write);
        }
    }

    private Verdict Commit(List<SqliteWrite> writes)
    {
        using var activity = Traces.Start("handoff.commit", writes, static write => write.Message);
        activity?.SetTag("handoff.units", writes.Count);
        var began = false;
        try
        {
            session ??= new SqliteSession(connectionString, SqliteSession.LargeCache);
            session.Statement(SqliteText.Begin).Run();
            began = true;
            foreach (var write in writes)
            {
                if (!write.Apply(session))
                {
                    RollBack(session);
                    return Verdict.Rejected;
                }
            }

            session.Statement(SqliteText.Commit).Run();
            return Verdict.Committed;
        }
        catch (SqliteException failure)
        {
            RollBackOrReconnect(failure);
            return failure.IsAbsence() ? new Verdict(failure.AsAbsence(), ConcernsAll: !began) : new Verdict(failure, ConcernsAll: false);
        }
        catch (Exception failure)
        {
            // A value that does not fit its column, most likely: its own caller hears of it, the writer goes on.
            RollBackOrReconnect(null);
            return new Verdict(failure, ConcernsAll: false);
        }
    }

    private void RollBackOrReconnect(SqliteException? failure)
    {
        if (session is null)
            return;
        try
        {
            RollBack(session);
            if (failure is null || failure.LeavesConnectionSound())
                return;
        }
        catch (SqliteException)
        {
            // The connection is worth nothing any more; closing it rolls back.
        }

        session.Dispose();
        session = null;
    }

    private static void RollBack(SqliteSession session)
    {
        if (session.IsInTransaction)
            session.Statement(SqliteText.Rollback).Run();
    }

    private sealed record Verdict(Exception? Failure, bool ConcernsAll)
    {
        public static readonly Verdict Committed = new(null, ConcernsAll: true);
        public static readonly Verdict Rejected = new(null, ConcernsAll: false);

        public void Tell(SqliteWrite write)
        {
            if (Failure is not null)
                write.Failed(Failure);
            else if (ReferenceEquals(this, Rejected))
                write.Rejected();
            else
                write.Committed();
        }
    }
}
