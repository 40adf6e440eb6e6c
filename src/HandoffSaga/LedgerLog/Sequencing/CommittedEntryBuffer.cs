using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// The entries this process has just committed, so that the log need not read them back. It is only a memory: what is not here, because another replica wrote
/// it or too much waits, is read from the store.
/// </summary>
/// <param name="mostBytes">What finds no room is not kept.</param>
internal sealed class CommittedEntryBuffer(int mostBytes) : ICommitObserver
{
    private readonly Lock gate = new();
    private PooledEntryBuffer filling = new(mostBytes);
    private PooledEntryBuffer taken = new(mostBytes);

    public void Committed(CommittedUnit unit)
    {
        if (unit.Rows.Count == 0)
            return;
        lock (gate)
        {
            foreach (var row in unit.Rows)
            {
                if (row.Shape != Tables.LedgerEntries)
                    continue;
                var (eventId, entry, leafHash) = Tables.ForTheLog(row);
                filling.Add(eventId, entry, leafHash);
            }
        }
    }

    /// <summary>What was committed since the last call. It lives until the next one.</summary>
    public PooledEntryBuffer Take()
    {
        lock (gate)
        {
            (filling, taken) = (taken, filling);
            filling.Clear();
            return taken;
        }
    }
}
