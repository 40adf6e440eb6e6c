using System.Security.Cryptography;
using System.Text;
using HandoffSaga.Texts;

namespace HandoffSaga.Identity;

/// <summary>
/// The saga's correlation id: a UUIDv5 (RFC 9562 section 5.5) of the package id, so that every replica and every restart finds the same
/// transfer.
/// </summary>
internal static class TransferKey
{
    /// <summary>The namespace of all transfers. It never changes: a change would orphan every stored transfer.</summary>
    private static readonly byte[] Namespace = new Guid("5f0a2c1e-6a0d-5b0e-9c52-1d7c3f3a9b44").ToByteArray(bigEndian: true);

    public static Guid For(string packageId)
    {
        Span<byte> input = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(NameShapes.LongestId)];
        Namespace.CopyTo(input);
        var length = 16 + Encoding.UTF8.GetBytes(packageId, input[16..]);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // UUIDv5 is defined over SHA-1; nothing here depends on its collision resistance.
        SHA1.HashData(input[..length], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
