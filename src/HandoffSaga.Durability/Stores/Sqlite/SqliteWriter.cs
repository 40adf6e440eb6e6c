using Microsoft.Data.Sqlite;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// The one writer (group commit): its thread commits, as one transaction, everything that queued while the last commit ran. It never waits
/// to fill a group: a lone unit is committed at once, and the slower the disk, the larger the groups.
/// </summary>
internal sealed class SqliteWriter(string connectionString, int mostInGroup, SqliteFilePlace? place = null, StampRenewal? stamp = null)
    : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<SqliteWrite> _queue = new();
    private readonly List<SqliteWrite> _group = [];
    private readonly List<SqliteWrite> _alone = [];
    private Thread? _thread;
    private SqliteSession? _session;
    private bool _closing;
    private bool _wrote;

    public void Start(SqliteSession opened)
    {
        _session = opened;
        _thread = new Thread(Run) { Name = "handoff sqlite writer", IsBackground = true };
        _thread.Start();
    }

    public void Add(SqliteWrite write)
    {
        lock (_gate)
        {
            if (_thread is not null && !_closing)
            {
                _queue.Enqueue(write);
                Monitor.Pulse(_gate);
                return;
            }
        }

        write.Failed(new StoreUnavailableException("The store is not open."));
    }

    /// <summary>Commits what is queued and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
        _session?.Dispose();
        _session = null;
    }

    private void Run()
    {
        while (TakeGroup())
        {
            Settle(_group);
            if (_wrote && _session is not null)
                stamp?.RenewIfDue(_session);
            _wrote = false;
        }
    }

    private bool TakeGroup()
    {
        _group.Clear();
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_closing)
                    return false;
                Monitor.Wait(_gate);
            }

            _group.Add(_queue.Dequeue());
            while (_group.Count < mostInGroup && !_group[0].IsAlone && _queue.TryPeek(out var next) && !next.IsAlone)
                _group.Add(_queue.Dequeue());
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

        // One unit of the group is at fault, and only that one may fail.
        foreach (var write in writes)
        {
            _alone.Clear();
            _alone.Add(write);
            Commit(_alone).Tell(write);
        }
    }

    private Verdict Commit(List<SqliteWrite> writes)
    {
        using var activity = Traces.Start("handoff.commit", writes, static write => write.Message);
        activity?.SetTag("handoff.units", writes.Count);
        var began = false;
        try
        {
            place?.ThrowIfLeft();
            _session ??= new SqliteSession(connectionString, SqliteSession.LargeCache);
            _session.Statement(SqliteText.Begin).Run();
            began = true;
            foreach (var write in writes)
            {
                if (!write.Apply(_session))
                {
                    RollBack(_session);
                    return Verdict.Rejected;
                }
            }

            _session.Statement(SqliteText.Commit).Run();
            _wrote = true;
            return Verdict.Committed;
        }
        catch (SqliteException failure)
        {
            RollBackOrReconnect(failure);
            return failure.AsUnavailable() is { } unavailable
                ? new Verdict(unavailable, ConcernsAll: !began)
                : new Verdict(failure, ConcernsAll: false);
        }
        catch (StoreUnavailableException left)
        {
            return new Verdict(left, ConcernsAll: true);
        }
        catch (Exception failure)
        {
            // Most likely a value that does not fit its column: its caller gets the error, the writer continues.
            RollBackOrReconnect(null);
            return new Verdict(failure, ConcernsAll: false);
        }
    }

    private void RollBackOrReconnect(SqliteException? failure)
    {
        if (_session is null)
            return;
        try
        {
            RollBack(_session);
            if (failure is null || failure.LeavesConnectionSound())
                return;
        }
        catch (SqliteException)
        {
            // The connection is unusable; closing it rolls back.
        }

        _session.Dispose();
        _session = null;
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
