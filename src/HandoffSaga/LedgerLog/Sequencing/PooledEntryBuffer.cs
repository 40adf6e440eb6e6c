using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Buffers entries and their leaf hashes by event id, in a few large reused blocks: every garbage collection would otherwise move thousands
/// of small arrays that live for half a second.
/// </summary>
/// <param name="mostBytes">Rounded down to whole MiB.</param>
internal sealed class PooledEntryBuffer(int mostBytes)
{
    private const int BlockSize = 1024 * 1024;

    private readonly Dictionary<Guid, Memory<byte>> _places = [];
    private readonly List<byte[]> _blocks = [];
    private int _block;
    private int _used;

    public int Count => _places.Count;

    /// <summary>Adds an entry if there is room for it.</summary>
    public void Add(Guid eventId, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> leafHash)
    {
        if (Room(LedgerHash.Size + entry.Length) is not { Length: > 0 } place || !_places.TryAdd(eventId, place))
            return;
        _used += place.Length;
        leafHash.CopyTo(place.Span);
        entry.CopyTo(place.Span[LedgerHash.Size..]);
    }

    public bool Has(Guid eventId) => _places.ContainsKey(eventId);

    /// <summary>The entry with this number and id, valid until the buffer is cleared; null when it is not in it.</summary>
    public UnsequencedEntry? Find(long seq, Guid eventId) =>
        _places.TryGetValue(eventId, out var place) ? new UnsequencedEntry(seq, place[LedgerHash.Size..], place[..LedgerHash.Size]) : null;

    public void Clear()
    {
        _places.Clear();
        (_block, _used) = (0, 0);
    }

    private Memory<byte> Room(int length)
    {
        if (length > BlockSize)
            return default;
        if (_used + length > BlockSize)
        {
            if ((_block + 2L) * BlockSize > mostBytes)
                return default;
            (_block, _used) = (_block + 1, 0);
        }

        if (_block == _blocks.Count && (_block + 1L) * BlockSize <= mostBytes)
            _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockSize));
        return _block < _blocks.Count ? _blocks[_block].AsMemory(_used, length) : default;
    }
}
