namespace HandoffSaga.Signatures;

/// <summary>A public key from a JWKS. Its kind determines the algorithm; a signature cannot choose one.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="Algorithm">One of <see cref="SignatureAlgorithms"/>.</param>
/// <param name="NotBefore">From when it may be used (<c>nbf</c>); null: always.</param>
/// <param name="Expires">From when it may no longer be used (<c>exp</c>); null: never.</param>
internal abstract record VerificationKey(string KeyId, string Algorithm, DateTimeOffset? NotBefore, DateTimeOffset? Expires)
{
    /// <summary>
    /// Whether <paramref name="signature"/>, of 64 bytes, is this key's signature over <paramref name="data"/>. Thread-safe.
    /// </summary>
    public abstract bool IsSignature(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
