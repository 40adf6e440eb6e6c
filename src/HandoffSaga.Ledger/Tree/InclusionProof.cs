using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>Verifies that the log contains an entry at an index (RFC 6962 section 2.1.1).</summary>
public static class InclusionProof
{
    /// <summary>
    /// Checks a proof as specified by RFC 9162 section 2.1.3.2. Strict: every hash has 32 bytes, the index is in the tree, no hash is
    /// missing and none is left over.
    /// </summary>
    /// <param name="index">The entry's index, from 0.</param>
    /// <param name="size">The size of the tree.</param>
    /// <param name="leafHash">The entry's <see cref="LedgerHash.Leaf(ReadOnlySpan{byte})"/>.</param>
    /// <param name="proof">The hashes, from the leaf's sibling up.</param>
    /// <param name="root">The root of the tree.</param>
    /// <param name="problem">Why the proof is invalid, in a sentence for people.</param>
    public static bool Verify(
        long index,
        long size,
        ReadOnlySpan<byte> leafHash,
        IReadOnlyList<byte[]> proof,
        ReadOnlySpan<byte> root,
        [NotNullWhen(false)] out string? problem
    )
    {
        ArgumentNullException.ThrowIfNull(proof);
        problem =
            index < 0 || index >= size ? $"There is no entry {index} in a tree of {size}."
            : leafHash.Length != LedgerHash.Size ? ProofHashes.WrongLength("leaf hash", leafHash.Length)
            : root.Length != LedgerHash.Size ? ProofHashes.WrongLength("root", root.Length)
            : ProofHashes.Check(proof);
        if (problem is not null)
            return false;

        var node = index;
        var last = size - 1;
        Span<byte> hash = stackalloc byte[LedgerHash.Size];
        leafHash.CopyTo(hash);
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                problem = ProofHashes.TooLong;
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                LedgerHash.Node(sibling, hash, hash);
                ProofHashes.ClimbLeftEdge(ref node, ref last);
            }
            else
            {
                LedgerHash.Node(hash, sibling, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        problem =
            last != 0 ? ProofHashes.TooShort
            : hash.SequenceEqual(root) ? null
            : "The proof leads to another root.";
        return problem is null;
    }
}
