using HandoffSaga.Durability;

namespace HandoffSaga.SmartContracts;

/// <summary>Caches the contents of contract files, within a memory limit.</summary>
/// <param name="mostBytes">The approximate memory limit.</param>
internal sealed class ContractCache(long mostBytes)
{
    private const int BytesBesideTheJson = 1024;

    private readonly BoundedCache<string, Entry> _entries = new(mostBytes, entry => BytesBesideTheJson + JsonLength(entry.Lookup));

    /// <summary>The cached content, if the file is unchanged since then.</summary>
    public ContractLookup? Find(string name, ContractFileState.Present stamp) =>
        _entries.TryGet(name, out var entry) && entry.Stamp == stamp ? entry.Lookup : null;

    public void Keep(string name, ContractFileState.Present stamp, ContractLookup lookup) => _entries.Set(name, new Entry(stamp, lookup));

    private static int JsonLength(ContractLookup lookup) => (lookup as ContractLookup.Found)?.Contract.Json.Length ?? 0;

    private sealed record Entry(ContractFileState.Present Stamp, ContractLookup Lookup);
}
