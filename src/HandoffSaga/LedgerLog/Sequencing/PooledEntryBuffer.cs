using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Entries and their leaf hashes by their event's id, in a few large blocks that are used again and again: thousands of small arrays that live for half a
/// second each would be moved about by every collection meanwhile.
/// </summary>
/// <param name="mostBytes">Rounded down to whole MiB.</param>
internal sealed class PooledEntryBuffer(int mostBytes)
{
    private const int BlockSize = 1024 * 1024;

    private readonly Dictionary<Guid, Memory<byte>> places = [];
    private readonly List<byte[]> blocks = [];
    private int block;
    private int used;

    public int Count => places.Count;

    /// <summary>Keeps an entry if there is room for it.</summary>
    public void Add(Guid eventId, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> leafHash)
    {
        if (Room(LedgerHash.Size + entry.Length) is not { Length: > 0 } place || !places.TryAdd(eventId, place))
            return;
        used += place.Length;
        leafHash.CopyTo(place.Span);
        entry.CopyTo(place.Span[LedgerHash.Size..]);
    }

    public bool Has(Guid eventId) => places.ContainsKey(eventId);

    /// <summary>The event with this number and id, until the pile is cleared; null when it is not here.</summary>
    public UnsequencedEntry? Find(long seq, Guid eventId) => places.TryGetValue(eventId, out var place)
        ? new UnsequencedEntry(seq, place[LedgerHash.Size..], place[..LedgerHash.Size])
        : null;

    public void Clear()
    {
        places.Clear();
        (block, used) = (0, 0);
    }

    private Memory<byte> Room(int length)
    {
        if (length > BlockSize)
            return default;
        if (used + length > BlockSize)
        {
            if ((block + 2L) * BlockSize > mostBytes)
                return default;
            (block, used) = (block + 1, 0);
        }

        if (block == blocks.Count && (block + 1L) * BlockSize <= mostBytes)
            blocks.Add(GC.AllocateUninitializedArray<byte>(BlockSize));
        return block < blocks.Count ? blocks[block].AsMemory(used, length) : default;
    }
}
