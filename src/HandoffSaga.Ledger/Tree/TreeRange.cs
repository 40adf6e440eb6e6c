using System.Numerics;

namespace HandoffSaga.Ledger;

/// <summary>
/// The leaves from <paramref name="Start"/> up to <paramref name="End"/>, a range that proofs use. Its hash, MTH(D[Start:End]) of RFC 6962,
/// is computed from a few perfect subtrees.
/// </summary>
internal readonly record struct TreeRange(long Start, long End)
{
    private long Length => End - Start;

    /// <summary>Its perfect subtrees, from the left, each smaller than the one before.</summary>
    public IEnumerable<TreeNode> Nodes()
    {
        var at = Start;
        var left = Length;
        while (left > 0)
        {
            var level = BitOperations.Log2((ulong)left);
            yield return new TreeNode(level, at >> level);
            at += 1L << level;
            left -= 1L << level;
        }
    }

    /// <summary>The ranges whose hashes prove that a leaf is in a tree, from the leaf up (RFC 6962 section 2.1.1).</summary>
    public static List<TreeRange> ToProveInclusion(long index, long size)
    {
        var path = new List<TreeRange>();
        long start = 0,
            end = size;
        while (end - start > 1)
        {
            var split = start + Split(end - start);
            if (index < split)
            {
                path.Add(new(split, end));
                end = split;
            }
            else
            {
                path.Add(new(start, split));
                start = split;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The ranges whose hashes prove that a tree is a prefix of a larger one (RFC 6962 section 2.1.2).</summary>
    public static List<TreeRange> ToProveConsistency(long first, long second)
    {
        var path = new List<TreeRange>();
        long start = 0,
            end = second;
        var knownToTheVerifier = true;
        while (first != end)
        {
            var split = start + Split(end - start);
            if (first <= split)
            {
                path.Add(new(split, end));
                end = split;
            }
            else
            {
                path.Add(new(start, split));
                start = split;
                knownToTheVerifier = false;
            }
        }

        if (!knownToTheVerifier)
            path.Add(new(start, end));
        path.Reverse();
        return path;
    }

    // The largest power of two smaller than the length.
    private static long Split(long length) => 1L << BitOperations.Log2((ulong)length - 1);
}
