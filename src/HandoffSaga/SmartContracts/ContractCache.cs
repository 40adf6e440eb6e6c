namespace HandoffSaga.SmartContracts;

/// <summary>
/// What files held when they were last read, bounded by the memory it takes. Two generations: when the young one is full it becomes the old one, and what
/// nobody has asked for since is forgotten with the next change.
/// </summary>
/// <param name="bytesPerGeneration">About how much one generation may hold; there are two.</param>
internal sealed class ContractCache(long bytesPerGeneration)
{
    private const int BytesBesideTheJson = 1024;

    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Entry> _old = new(StringComparer.Ordinal);
    private long _youngBytes;

    /// <summary>What the file held, if it still looks as it did then.</summary>
    public ContractLookup? Find(string name, ContractFileState.Present stamp)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(name, out var entry))
                return entry.Stamp == stamp ? entry.Lookup : null;
            if (!_old.TryGetValue(name, out entry) || entry.Stamp != stamp)
                return null;

            Add(name, entry);
            return entry.Lookup;
        }
    }

    public void Keep(string name, ContractFileState.Present stamp, ContractLookup lookup)
    {
        lock (_lock)
            Add(name, new Entry(stamp, lookup));
    }

    private void Add(string name, Entry entry)
    {
        if (_youngBytes + entry.Bytes > bytesPerGeneration)
        {
            _old = _young;
            _young = new(StringComparer.Ordinal);
            _youngBytes = 0;
        }

        if (_young.Remove(name, out var former))
            _youngBytes -= former.Bytes;
        _young[name] = entry;
        _youngBytes += entry.Bytes;
    }

    private sealed record Entry(ContractFileState.Present Stamp, ContractLookup Lookup)
    {
        public long Bytes => BytesBesideTheJson + ((Lookup as ContractLookup.Found)?.Contract.Json.Length ?? 0);
    }
}
