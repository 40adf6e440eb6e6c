using System.Security.Cryptography;

namespace HandoffSaga.Specs.Ledger.Tree;

/// <summary>RFC 6962 section 2.1 word for word: slow, and plainly right.</summary>
internal static class NaiveTree
{
    public static byte[] Root(byte[][] entries) =>
        entries.Length switch
        {
            0 => SHA256.HashData([]),
            1 => SHA256.HashData([0x00, .. entries[0]]),
            var n => SHA256.HashData([0x01, .. Root(entries[..Split(n)]), .. Root(entries[Split(n)..])]),
        };

    public static List<byte[]> Path(int m, byte[][] entries)
    {
        if (entries.Length == 1)
            return [];
        var k = Split(entries.Length);
        return m < k ? [.. Path(m, entries[..k]), Root(entries[k..])] : [.. Path(m - k, entries[k..]), Root(entries[..k])];
    }

    public static List<byte[]> Proof(int m, byte[][] entries) => SubProof(m, entries, true);

    private static List<byte[]> SubProof(int m, byte[][] entries, bool whole)
    {
        if (m == entries.Length)
            return whole ? [] : [Root(entries)];
        var k = Split(entries.Length);
        return m <= k
            ? [.. SubProof(m, entries[..k], whole), Root(entries[k..])]
            : [.. SubProof(m - k, entries[k..], false), Root(entries[..k])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
