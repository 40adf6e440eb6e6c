using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace HandoffSaga.Ledger;

/// <summary>
/// A private key that signs notes. Its text form is that of Go's <c>golang.org/x/mod/sumdb/note</c>,
/// <c>PRIVATE+KEY+name+hex(id)+base64(type || seed)</c>; anyone who has it can sign as the log.
/// </summary>
public sealed class NoteSigningKey : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly Key _key;
    private readonly byte[] _seed;

    private NoteSigningKey(string name, NoteKeyType type, byte[] seed)
    {
        _seed = seed;
        _key = Key.Import(SignatureAlgorithm.Ed25519, _seed, KeyBlobFormat.RawPrivateKey);
        VerifierKey = NoteVerifierKey.Create(name, type, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The public key that verifies what this one signs.</summary>
    public NoteVerifierKey VerifierKey { get; }

    /// <summary>A new key.</summary>
    /// <exception cref="ArgumentException">The name is empty or contains white space or a plus sign.</exception>
    public static NoteSigningKey Generate(string name, NoteKeyType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NoteKeyName.IsValid(name))
            throw new ArgumentException("A key name must not be empty or contain white space or a plus sign.", nameof(name));
        return new NoteSigningKey(name, type, RandomNumberGenerator.GetBytes(SignatureAlgorithm.Ed25519.PrivateKeySize));
    }

    /// <summary>Reads the text form. The identifier must be the one the specification computes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NoteSigningKey? key)
    {
        key = null;
        if (
            text is null
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text[Prefix.Length..].Split('+', 3) is not [var name, { Length: 8 } hex, var base64]
            || !NoteKeyName.IsValid(name)
            || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            || !StrictBase64.TryDecode(base64, out var bytes)
            || bytes.Length != 1 + SignatureAlgorithm.Ed25519.PrivateKeySize
            || (NoteKeyType)bytes[0] is not (NoteKeyType.Ed25519 or NoteKeyType.Cosignature)
        )
        {
            return false;
        }

        key = new NoteSigningKey(name, (NoteKeyType)bytes[0], bytes[1..]);
        if (key.VerifierKey.Id == id)
            return true;
        key.Dispose();
        key = null;
        return false;
    }

    /// <summary>The text form, to be kept secret.</summary>
    public string ToSecretText() =>
        $"{Prefix}{VerifierKey.Name}+{VerifierKey.Id:x8}+{Convert.ToBase64String([(byte)VerifierKey.Type, .. _seed])}";

    /// <summary>Signs a text that ends in a newline.</summary>
    /// <exception cref="InvalidOperationException">The key is a witness's: it cosigns, with a time.</exception>
    public NoteSignature Sign(string text)
    {
        if (VerifierKey.Type != NoteKeyType.Ed25519)
            throw new InvalidOperationException("A witness's key signs with a time.");
        return Signature(SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Cosigns the text of a checkpoint as seen at a time; parts of a second are cut off.</summary>
    /// <exception cref="InvalidOperationException">The key is a log's: it signs without a time.</exception>
    public NoteSignature Cosign(string text, DateTimeOffset time)
    {
        if (VerifierKey.Type != NoteKeyType.Cosignature)
            throw new InvalidOperationException("A log's key signs without a time.");
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds, nameof(time));
        var bytes = new byte[sizeof(ulong) + SignatureAlgorithm.Ed25519.SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
        SignatureAlgorithm.Ed25519.Sign(_key, Cosignature.Message(text, seconds), bytes.AsSpan(sizeof(ulong)));
        return Signature(bytes);
    }

    /// <summary>Wipes the key from memory.</summary>
    public void Dispose()
    {
        _key.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
    }

    private NoteSignature Signature(byte[] bytes) => new(VerifierKey.Name, VerifierKey.Id, bytes);
}
