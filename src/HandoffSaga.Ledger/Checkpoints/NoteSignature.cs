using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>One signature line of a note.</summary>
/// <param name="KeyName">The claimed signer.</param>
/// <param name="KeyId">The short identifier of the key; with the name it identifies the key.</param>
/// <param name="Bytes">The signature: 64 bytes of Ed25519, preceded by 8 bytes of time in a cosignature.</param>
public sealed record NoteSignature(string KeyName, uint KeyId, byte[] Bytes)
{
    internal const string Dash = "\u2014 ";

    /// <summary>Reads a line without its newline.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        ArgumentNullException.ThrowIfNull(line);
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
            return false;
        var space = line.IndexOf(' ', Dash.Length);
        if (space < 0)
            return false;
        var name = line[Dash.Length..space];
        if (!NoteKeyName.IsValid(name) || !StrictBase64.TryDecode(line[(space + 1)..], out var bytes) || bytes.Length <= sizeof(uint))
            return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..]);
        return true;
    }

    /// <summary>The line, without its newline.</summary>
    public override string ToString()
    {
        var bytes = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.CopyTo(bytes, sizeof(uint));
        return $"{Dash}{KeyName} {Convert.ToBase64String(bytes)}";
    }
}
