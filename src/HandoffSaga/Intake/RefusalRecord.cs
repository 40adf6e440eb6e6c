using System.Security.Cryptography;
using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.Intake;

/// <summary>A refused signoff as it is kept for inspection: 64 KiB of it at most, and the digest of the whole.</summary>
internal static class RefusalRecord
{
    private const int KeptBytes = 64 * 1024;

    /// <summary>The names refusals have outside.</summary>
    public static string Reason(SignoffRefusal kind) => kind switch
    {
        SignoffRefusal.NotJson => "not_json",
        SignoffRefusal.Signature => "signature",
        SignoffRefusal.TooLarge => "too_large",
        SignoffRefusal.Content => "content",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

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
