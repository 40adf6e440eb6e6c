using System.Numerics;

namespace HandoffSaga.Ledger;

/// <summary>
/// An append-only Merkle tree (RFC 6962 section 2.1), stored as the roots of its perfect subtrees: at most 63 hashes at any size. Adding a
/// leaf costs one hash on average.
/// </summary>
public sealed class MerkleFrontier
{
    private const int Levels = 63;

    private readonly byte[] _subtrees = new byte[Levels * LedgerHash.Size];

    /// <summary>The tree without entries.</summary>
    public MerkleFrontier() { }

    private MerkleFrontier(MerkleFrontier other)
    {
        Size = other.Size;
        other._subtrees.CopyTo(_subtrees, 0);
    }

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote. The caller must check <see cref="Root()"/> against a trusted checkpoint.</summary>
    /// <param name="size">The number of leaves.</param>
    /// <param name="hashes">The hash of each perfect subtree, the smallest first.</param>
    /// <exception cref="FormatException">The number of hashes does not fit the size.</exception>
    public static MerkleFrontier FromBytes(long size, ReadOnlySpan<byte> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (hashes.Length != BitOperations.PopCount((ulong)size) * LedgerHash.Size)
        {
            throw new FormatException(
                $"A tree of {size} entries has {BitOperations.PopCount((ulong)size)} perfect subtrees; {hashes.Length} bytes are not their hashes."
            );
        }

        var frontier = new MerkleFrontier { Size = size };
        var next = 0;
        for (var level = 0; level < Levels; level++)
        {
            if ((size >> level & 1) == 0)
                continue;
            hashes.Slice(next, LedgerHash.Size).CopyTo(frontier.Subtree(level));
            next += LedgerHash.Size;
        }

        return frontier;
    }

    /// <summary>The hash of each perfect subtree, the smallest first.</summary>
    public byte[] ToBytes()
    {
        var hashes = new byte[BitOperations.PopCount((ulong)Size) * LedgerHash.Size];
        var next = 0;
        for (var level = 0; level < Levels; level++)
        {
            if ((Size >> level & 1) == 0)
                continue;
            Subtree(level).CopyTo(hashes.AsSpan(next));
            next += LedgerHash.Size;
        }

        return hashes;
    }

    /// <summary>An independent copy of the tree.</summary>
    public MerkleFrontier Clone() => new(this);

    /// <summary>Adds a leaf by its hash.</summary>
    public void Append(ReadOnlySpan<byte> leafHash) => AppendSubtree(0, leafHash);

    /// <summary>Adds a perfect subtree of 2^<paramref name="level"/> leaves by its root; the size must be a multiple of that.</summary>
    internal void AppendSubtree(int level, ReadOnlySpan<byte> root)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(root.Length, LedgerHash.Size);
        if ((Size & ((1L << level) - 1)) != 0)
            throw new ArgumentException($"A subtree of level {level} cannot be added at {Size}.", nameof(level));

        Span<byte> carried = stackalloc byte[LedgerHash.Size];
        root.CopyTo(carried);
        Size += 1L << level;
        for (; (Size >> level & 1) == 0; level++)
            LedgerHash.Node(Subtree(level), carried, carried);
        carried.CopyTo(Subtree(level));
    }

    /// <summary>The root of the tree, 32 bytes.</summary>
    public byte[] Root()
    {
        var root = new byte[LedgerHash.Size];
        Root(root);
        return root;
    }

    /// <summary>Writes the root into the first 32 bytes of <paramref name="destination"/>.</summary>
    public void Root(Span<byte> destination)
    {
        if (Size == 0)
        {
            LedgerHash.EmptyRoot.CopyTo(destination);
            return;
        }

        var level = BitOperations.TrailingZeroCount(Size);
        Subtree(level).CopyTo(destination);
        for (level++; level < Levels; level++)
        {
            if ((Size >> level & 1) != 0)
                LedgerHash.Node(Subtree(level), destination[..LedgerHash.Size], destination);
        }
    }

    private Span<byte> Subtree(int level) => _subtrees.AsSpan(level * LedgerHash.Size, LedgerHash.Size);
}
