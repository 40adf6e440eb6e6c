using System.Security.Cryptography;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>The hashes of the ledger: SHA-256 with the domain separation of RFC 6962 section 2.1.</summary>
public static class LedgerHash
{
    /// <summary>The length of every hash in the tree, 32 bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const int OnTheStack = 2048;

    private static readonly byte[] EmptyRootBytes = SHA256.HashData([]);

    /// <summary>The root of the tree without entries: SHA-256 of nothing.</summary>
    public static ReadOnlySpan<byte> EmptyRoot => EmptyRootBytes;

    /// <summary>The leaf hash of an entry: SHA-256 of the byte 0x00 followed by the entry. 32 bytes.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        var hash = new byte[Size];
        Leaf(entry, hash);
        return hash;
    }

    /// <summary>Writes the leaf hash of an entry into the first 32 bytes of <paramref name="destination"/>.</summary>
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> destination)
    {
        if (entry.Length >= OnTheStack)
        {
            LongLeaf(entry, destination);
            return;
        }

        Span<byte> prefixed = stackalloc byte[OnTheStack];
        prefixed[0] = 0x00;
        entry.CopyTo(prefixed[1..]);
        SHA256.HashData(prefixed[..(entry.Length + 1)], destination);
    }

    /// <summary>
    /// Writes the hash of an inner node, SHA-256 of the byte 0x01 followed by both children, into the first 32 bytes of
    /// <paramref name="destination"/>, which may be one of the children.
    /// </summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, Size);
        Span<byte> prefixed = stackalloc byte[1 + (2 * Size)];
        prefixed[0] = 0x01;
        left.CopyTo(prefixed[1..]);
        right.CopyTo(prefixed[(1 + Size)..]);
        SHA256.HashData(prefixed, destination);
    }

    /// <summary>
    /// Computes the root over adjacent hashes whose number is a power of two. They are overwritten; the first 32 bytes become the root.
    /// </summary>
    internal static void FoldPerfect(Span<byte> hashes)
    {
        for (var count = hashes.Length / Size; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
                Node(hashes.Slice(2 * i * Size, Size), hashes.Slice(((2 * i) + 1) * Size, Size), hashes.Slice(i * Size, Size));
        }
    }

    private static void LongLeaf(ReadOnlySpan<byte> entry, Span<byte> destination)
    {
        var prefixed = new PooledBytes(entry.Length + 1);
        prefixed.Add(0x00);
        prefixed.Add(entry);
        SHA256.HashData(prefixed.Written, destination);
        prefixed.Return();
    }
}
