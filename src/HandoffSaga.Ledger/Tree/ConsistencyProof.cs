using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace HandoffSaga.Ledger;

/// <summary>Verifies that a tree is a prefix of a larger one, so that nothing in it was changed since (RFC 6962 section 2.1.2).</summary>
public static class ConsistencyProof
{
    /// <summary>
    /// Checks a proof as specified by RFC 9162 section 2.1.4.2. Strict: every hash has 32 bytes, no hash is missing and none is left over.
    /// A proof from size 0 is rejected: the empty tree is a prefix of every tree, so it would prove nothing.
    /// </summary>
    /// <param name="first">The size of the earlier tree, at least 1.</param>
    /// <param name="second">The size of the later tree, at least <paramref name="first"/>; when equal, the proof is empty and the roots are
    /// compared directly.</param>
    /// <param name="firstRoot">The earlier root.</param>
    /// <param name="secondRoot">The later root.</param>
    /// <param name="proof">The hashes, in the order of the RFC.</param>
    /// <param name="problem">Why the proof is invalid, in a sentence for people.</param>
    public static bool Verify(
        long first,
        long second,
        ReadOnlySpan<byte> firstRoot,
        ReadOnlySpan<byte> secondRoot,
        IReadOnlyList<byte[]> proof,
        [NotNullWhen(false)] out string? problem
    )
    {
        ArgumentNullException.ThrowIfNull(proof);
        problem =
            first <= 0 ? "Consistency with an empty tree proves nothing."
            : second < first ? $"A tree of {second} entries cannot continue one of {first}."
            : first == second ? SameSize(firstRoot, secondRoot, proof)
            : firstRoot.Length != LedgerHash.Size ? ProofHashes.WrongLength("first root", firstRoot.Length)
            : secondRoot.Length != LedgerHash.Size ? ProofHashes.WrongLength("second root", secondRoot.Length)
            : ProofHashes.Check(proof);
        if (problem is not null || first == second)
            return problem is null;

        problem = proof.Count == 0 ? ProofHashes.TooShort : Walk(first, second, firstRoot, secondRoot, proof);
        return problem is null;
    }

    // Nothing is hashed here, so lengths do not matter: two trees are the same when their roots are.
    private static string? SameSize(ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof) =>
        proof.Count != 0 ? ProofHashes.TooLong
        : firstRoot.SequenceEqual(secondRoot) ? null
        : "Two trees of the same size have different roots.";

    private static string? Walk(
        long first,
        long second,
        ReadOnlySpan<byte> firstRoot,
        ReadOnlySpan<byte> secondRoot,
        IReadOnlyList<byte[]> proof
    )
    {
        var node = first - 1;
        var last = second - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        // A perfect first tree is a node of the second one, so the proof omits its root.
        Span<byte> before = stackalloc byte[LedgerHash.Size];
        Span<byte> after = stackalloc byte[LedgerHash.Size];
        var next = BitOperations.IsPow2(first) ? 0 : 1;
        (next == 0 ? firstRoot : proof[0]).CopyTo(before);
        before.CopyTo(after);
        for (; next < proof.Count; next++)
        {
            if (last == 0)
                return ProofHashes.TooLong;
            if ((node & 1) == 1 || node == last)
            {
                LedgerHash.Node(proof[next], before, before);
                LedgerHash.Node(proof[next], after, after);
                ProofHashes.ClimbLeftEdge(ref node, ref last);
            }
            else
            {
                LedgerHash.Node(after, proof[next], after);
            }

            node >>= 1;
            last >>= 1;
        }

        return last != 0 ? ProofHashes.TooShort
            : !before.SequenceEqual(firstRoot) ? "The proof leads to another first root."
            : !after.SequenceEqual(secondRoot) ? "The proof leads to another second root."
            : null;
    }
}
