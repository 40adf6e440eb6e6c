using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;

namespace HandoffSaga.Signatures;

/// <summary>The public keys of one signer (RFC 7517), several so that they can be rotated without a gap. Immutable.</summary>
internal sealed class JwkSet(IReadOnlyList<VerificationKey> keys)
{
    private readonly FrozenDictionary<string, VerificationKey> _byKeyId = keys.ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal);

    public IReadOnlyList<VerificationKey> Keys => keys;

    /// <summary>Checks a detached JWS over <paramref name="canonical"/>.</summary>
    /// <param name="jws">As it was sent.</param>
    /// <param name="canonical">The content's RFC 8785 form, without the signature.</param>
    /// <param name="now">The time for the validity check of the key.</param>
    public SignatureVerdict Verify(string jws, ReadOnlySpan<byte> canonical, DateTimeOffset now)
    {
        if (!DetachedJws.TryRead(jws, out var read, out var fault))
            return new SignatureVerdict.Rejected(fault);
        if (!_byKeyId.TryGetValue(read.KeyId, out var key))
            return new SignatureVerdict.Rejected(SignatureFault.KeyUnknown);
        if (Unfit(key, read, now) is { } unfit)
            return new SignatureVerdict.Rejected(unfit);
        return Holds(key, read, canonical)
            ? new SignatureVerdict.Verified(key.KeyId)
            : new SignatureVerdict.Rejected(SignatureFault.Mismatch);
    }

    private static SignatureFault? Unfit(VerificationKey key, DetachedJws jws, DateTimeOffset now) =>
        key.Algorithm != jws.Algorithm ? SignatureFault.KeyAlgorithm
        : now < key.NotBefore ? SignatureFault.KeyNotYetValid
        : now >= key.Expires ? SignatureFault.KeyExpired
        : jws.Signature.Length != SignatureAlgorithms.SignatureBytes ? SignatureFault.Length
        : null;

    private static bool Holds(VerificationKey key, DetachedJws jws, ReadOnlySpan<byte> canonical)
    {
        var length = jws.Header.Length + 1 + Base64Url.GetEncodedLength(canonical.Length);
        var input = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            jws.Header.CopyTo(input, 0);
            input[jws.Header.Length] = (byte)'.';
            Base64Url.EncodeToUtf8(canonical, input.AsSpan(jws.Header.Length + 1));
            return key.IsSignature(input.AsSpan(0, length), jws.Signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }
}
