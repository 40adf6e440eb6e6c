using System.Runtime.InteropServices;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// The entries this process has sequenced in this round, for their publication: they need not be read a second time. What is not here,
/// because another replica was faster or too many wait, is read from the database.
/// </summary>
/// <param name="most">When more wait, none is kept.</param>
internal sealed class SequencedEntryBuffer(int most)
{
    private readonly List<UnsequencedEntry> _entries = [];
    private long _from;

    /// <summary>Keeps none any longer.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Keeps a group that begins at an index.</summary>
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
    /// The entries from one index up to, not including, another, to be used before anything is added or cleared; false when not all of them
    /// are here.
    /// </summary>
    public bool TryGet(long first, long end, out ReadOnlySpan<UnsequencedEntry> found)
    {
        var areHere = first >= _from && first <= end && end == _from + _entries.Count;
        found = areHere ? CollectionsMarshal.AsSpan(_entries)[(int)(first - _from)..] : [];
        return areHere;
    }
}
