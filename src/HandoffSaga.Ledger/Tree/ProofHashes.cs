namespace HandoffSaga.Ledger;

/// <summary>The checks on a proof's hashes that both verifiers share.</summary>
internal static class ProofHashes
{
    public const string TooLong = "The proof has too many hashes.";
    public const string TooShort = "The proof has too few hashes.";

    public static string WrongLength(string what, int length) => $"The {what} has {length} bytes instead of {LedgerHash.Size}.";

    public static string? Check(IReadOnlyList<byte[]> proof)
    {
        for (var i = 0; i < proof.Count; i++)
        {
            if (proof[i] is null || proof[i].Length != LedgerHash.Size)
                return WrongLength($"hash {i} of the proof", proof[i]?.Length ?? 0);
        }

        return null;
    }

    /// <summary>
    /// A node at the tree's incomplete right edge has no sibling on the levels up to the next one where it is a right child.
    /// </summary>
    public static void ClimbLeftEdge(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            node >>= 1;
            last >>= 1;
        }
    }
}
