using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Caches the entries this process has just committed, so that the log need not read them back. Entries not in it, because another replica
/// wrote them or it is full, are read from the store.
/// </summary>
/// <param name="mostBytes">Entries beyond it are not kept.</param>
internal sealed class CommittedEntryBuffer(int mostBytes) : ICommitObserver
{
    private readonly Lock _gate = new();
    private PooledEntryBuffer _filling = new(mostBytes);
    private PooledEntryBuffer _taken = new(mostBytes);

    public void Committed(CommittedUnit unit)
    {
        if (unit.Rows.Count == 0)
            return;
        lock (_gate)
        {
            foreach (var row in unit.Rows)
            {
                if (row.Shape != Tables.LedgerEntries)
                    continue;
                var (eventId, entry, leafHash) = Tables.ForTheLog(row);
                _filling.Add(eventId, entry, leafHash);
            }
        }
    }

    /// <summary>The entries committed since the last call. They are valid until the next one.</summary>
    public PooledEntryBuffer Take()
    {
        lock (_gate)
        {
            (_filling, _taken) = (_taken, _filling);
            _filling.Clear();
            return _taken;
        }
    }
}
