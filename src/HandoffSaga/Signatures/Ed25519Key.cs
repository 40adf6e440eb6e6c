using NSec.Cryptography;

namespace HandoffSaga.Signatures;

/// <summary>An Ed25519 key (RFC 8032, RFC 8037).</summary>
internal sealed record Ed25519Key(PublicKey PublicKey, string KeyId, DateTimeOffset? NotBefore, DateTimeOffset? Expires)
    : VerificationKey(KeyId, SignatureAlgorithms.EdDsa, NotBefore, Expires)
{
    public const int Bytes = 32;

    public override bool IsSignature(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(PublicKey, data, signature);

    /// <summary>The point; null when the bytes are not a valid one.</summary>
    public static PublicKey? Import(ReadOnlySpan<byte> x) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, x, KeyBlobFormat.RawPublicKey, out var key) ? key : null;
}
