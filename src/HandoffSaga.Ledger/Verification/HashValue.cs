using System.Buffers.Binary;

namespace HandoffSaga.Ledger;

/// <summary>A hash as a value type, so that a dictionary can hold a million of them.</summary>
internal readonly record struct HashValue(UInt128 High, UInt128 Low)
{
    public static HashValue Read(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    public static HashValue? FromHex(string? hex)
    {
        Span<byte> hash = stackalloc byte[LedgerHash.Size];
        return hex?.Length == 2 * LedgerHash.Size && Convert.FromHexString(hex, hash, out _, out _) == System.Buffers.OperationStatus.Done
            ? Read(hash)
            : null;
    }
}
