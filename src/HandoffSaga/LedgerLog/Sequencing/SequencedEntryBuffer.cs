using System.Runtime.InteropServices;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Caches the entries this process has sequenced in this round, so that publishing need not read them again. Entries not in it, because
/// another replica was faster or it is full, are read from the database.
/// </summary>
/// <param name="most">If more wait, none are kept.</param>
internal sealed class SequencedEntryBuffer(int most)
{
    private readonly List<UnsequencedEntry> _entries = [];
    private long _from;

    /// <summary>Removes all.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Adds a group that starts at an index.</summary>
    public void Add(long index, IReadOnlyCollection<UnsequencedEntry> group)
    {
        if (index != _from + _entries.Count || _entries.Count + group.Count > most)
        {
            _entries.Clear();
            _from = index;
        }

        if (group.Count <= most)
            _entries.AddRange(group);
    }

    /// <summary>
    /// The entries from one index up to, not including, another, valid until the next add or clear; false when some of them are missing.
    /// </summary>
    public bool TryGet(long first, long end, out ReadOnlySpan<UnsequencedEntry> found)
    {
        var areHere = first >= _from && first <= end && end == _from + _entries.Count;
        found = areHere ? CollectionsMarshal.AsSpan(_entries)[(int)(first - _from)..] : [];
        return areHere;
    }
}
