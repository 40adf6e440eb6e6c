using HandoffSaga.Ledger;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>An entry without an index.</summary>
/// <param name="Seq">The number the store gave it.</param>
/// <param name="Entry">Its final bytes.</param>
/// <param name="LeafHash">Its leaf in the tree, for the checkpoint and for the tiles.</param>
internal readonly record struct UnsequencedEntry(long Seq, ReadOnlyMemory<byte> Entry, ReadOnlyMemory<byte> LeafHash)
{
    /// <summary>One that was read.</summary>
    public static UnsequencedEntry Of(long seq, byte[] entry) => new(seq, entry, LedgerHash.Leaf(entry));
}
