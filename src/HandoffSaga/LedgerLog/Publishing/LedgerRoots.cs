using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// The ledger's root at any size it ever had, from the shared store: a stored checkpoint, or the one before it and the entries from there.
/// Roots never change, so they are cached.
/// </summary>
internal sealed class LedgerRoots(StoredEntries entries) : ILedgerRoots
{
    // Hubs report the newest checkpoints, each of them many times.
    private const int MostKnown = 4096;

    private readonly BoundedCache<long, byte[]> _known = new(MostKnown);

    /// <exception cref="InvalidDataException">The store lacks an entry below its own checkpoint.</exception>
    public async Task<byte[]?> RootAt(long size, CancellationToken cancellationToken)
    {
        if (size == 0)
            return LedgerHash.EmptyRoot.ToArray();
        if (_known.TryGet(size, out var remembered))
            return remembered;
        if (await entries.CheckpointOver(size, cancellationToken) is not { } checkpoint || checkpoint.Size < size)
            return null;

        var root = checkpoint.Size == size ? checkpoint.Root : (await Tree(checkpoint.Continues, size, cancellationToken)).Root();
        _known.Set(size, root);
        return root;
    }

    private async Task<MerkleFrontier> Tree(long from, long size, CancellationToken cancellationToken)
    {
        var before = from == 0 ? null : await entries.CheckpointOver(from, cancellationToken);
        var tree = before is null ? new MerkleFrontier() : MerkleFrontier.FromBytes(before.Size, before.Subtrees);
        await foreach (var (index, entry) in entries.Entries(tree.Size, size, cancellationToken))
        {
            if (index == tree.Size)
                tree.Append(LedgerHash.Leaf(entry));
        }

        return tree.Size == size ? tree : throw new InvalidDataException($"The store lacks the entry with index {tree.Size}.");
    }
}
