using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace HandoffSaga.Ledger;

/// <summary>
/// A public key that verifies notes, and its text form, the vkey of C2SP signed-note: <c>name+hex(id)+base64(type || key)</c>.
/// </summary>
public sealed class NoteVerifierKey
{
    private readonly PublicKey _key;
    private readonly byte[] _raw;

    private NoteVerifierKey(string name, uint id, NoteKeyType type, byte[] raw, PublicKey key)
    {
        (Name, Id, Type) = (name, id, type);
        _raw = raw;
        _key = key;
    }

    /// <summary>The key's name; a log's is its origin.</summary>
    public string Name { get; }

    /// <summary>The short identifier that signature lines carry.</summary>
    public uint Id { get; }

    /// <summary>The type of signatures it verifies.</summary>
    public NoteKeyType Type { get; }

    /// <summary>Creates a key from its name and 32 bytes.</summary>
    internal static NoteVerifierKey Create(string name, NoteKeyType type, byte[] raw) =>
        new(
            name,
            NoteKeyName.Id(name, type, raw),
            type,
            raw,
            PublicKey.Import(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey)
        );

    /// <summary>Reads a vkey. The identifier must be the one the specification computes from name, type and key.</summary>
    public static bool TryParse(string? vkey, [NotNullWhen(true)] out NoteVerifierKey? key)
    {
        key = null;
        if (
            vkey?.Split('+', 3) is not [var name, { Length: 8 } hex, var base64]
            || !NoteKeyName.IsValid(name)
            || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            || hex.Any(char.IsAsciiLetterUpper)
            || !StrictBase64.TryDecode(base64, out var bytes)
            || bytes.Length != 1 + SignatureAlgorithm.Ed25519.PublicKeySize
            || (NoteKeyType)bytes[0] is not (NoteKeyType.Ed25519 or NoteKeyType.Cosignature)
        )
        {
            return false;
        }

        var type = (NoteKeyType)bytes[0];
        var raw = bytes[1..];
        if (
            NoteKeyName.Id(name, type, raw) != id
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey, out var imported)
        )
        {
            return false;
        }

        key = new NoteVerifierKey(name, id, type, raw, imported!);
        return true;
    }

    /// <summary>Whether this key made the signature over the text. Name and id are compared too.</summary>
    public bool Verify(string text, NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(signature);
        if (signature.KeyName != Name || signature.KeyId != Id)
            return false;
        if (Type == NoteKeyType.Ed25519)
            return SignatureAlgorithm.Ed25519.Verify(_key, Encoding.UTF8.GetBytes(text), signature.Bytes);
        return Cosignature.TryReadSeconds(signature, out var seconds)
            && SignatureAlgorithm.Ed25519.Verify(_key, Cosignature.Message(text, seconds), signature.Bytes.AsSpan(sizeof(ulong)));
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. _raw])}";
}
