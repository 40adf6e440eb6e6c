using System.Buffers.Binary;
using System.Buffers.Text;

namespace HandoffSaga.Status;

/// <summary>The last transfer of a page; the next page begins after it, independent of new transfers.</summary>
internal sealed record TransferCursor(DateTimeOffset ReceivedAt, Guid CorrelationId)
{
    private const int Length = sizeof(long) + 16;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, ReceivedAt.ToUnixTimeMilliseconds());
        CorrelationId.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Parses a cursor; null when <paramref name="text"/> is not one.</summary>
    public static TransferCursor? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            return null;
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return
            milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), new Guid(bytes[sizeof(long)..], bigEndian: true))
            : null;
    }
}
