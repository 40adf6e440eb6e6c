using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>Names and short identifiers of keys (C2SP signed-note, "Signatures").</summary>
internal static class NoteKeyName
{
    public static bool IsValid(string name) =>
        name.Length > 0 && !name.Any(character => character is '+' || char.IsWhiteSpace(character) || char.IsControl(character));

    /// <summary>The first four bytes of SHA-256(name, newline, type, public key), as a number.</summary>
    public static uint Id(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
    {
        byte[] hashed = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(hashed));
    }
}
