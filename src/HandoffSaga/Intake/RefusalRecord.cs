using System.Security.Cryptography;
using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.Intake;

/// <summary>A refused signoff as it is kept for inspection: 64 KiB of it at most, and the digest of the whole.</summary>
internal static class RefusalRecord
{
    private const int KeptBytes = 64 * 1024;

    public static Row For(Guid id, ReadOnlyMemory<byte> received, string source, string? packageId, string reason, string detail, DateTimeOffset now) =>
        Tables.Rejected.Row(
            id,
            packageId,
            source,
            reason,
            detail,
            received.Span[..Math.Min(received.Length, KeptBytes)].ToArray(),
            (long)received.Length,
            Convert.ToHexStringLower(SHA256.HashData(received.Span)),
            now);
}
