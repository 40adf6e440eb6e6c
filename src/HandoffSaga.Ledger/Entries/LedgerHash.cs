using System.Security.Cryptography;

namespace HandoffSaga.Ledger;

/// <summary>The hashes of the ledger (RFC 6962 section 2.1).</summary>
public static class LedgerHash
{
    /// <summary>The leaf hash of an entry: SHA-256 of the byte 0x00 followed by the entry. 32 bytes.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        var prefixed = new PooledBytes(entry.Length + 1);
        prefixed.Add(0x00);
        prefixed.Add(entry);
        var hash = SHA256.HashData(prefixed.Written);
        prefixed.Return();
        return hash;
    }
}
