using System.Diagnostics;

namespace HandoffSaga.Signatures;

/// <summary>Why a signature is invalid, in the order of the checks.</summary>
internal enum SignatureFault
{
    /// <summary>Not <c>BASE64URL(header)..BASE64URL(signature)</c>, strictly spelled.</summary>
    Format,

    /// <summary>The protected header is not one JSON object without repeated names.</summary>
    Header,

    /// <summary>The protected header has a member other than <c>alg</c>, <c>kid</c>, <c>typ</c>.</summary>
    HeaderMember,

    /// <summary><c>alg</c> is neither <c>EdDSA</c> nor <c>ES256</c>.</summary>
    Algorithm,

    /// <summary>There is no <c>kid</c>.</summary>
    KeyIdMissing,

    /// <summary>No key has this <c>kid</c>.</summary>
    KeyUnknown,

    /// <summary>The key is one of another algorithm.</summary>
    KeyAlgorithm,

    /// <summary>The key's <c>nbf</c> is in the future.</summary>
    KeyNotYetValid,

    /// <summary>The key's <c>exp</c> has passed.</summary>
    KeyExpired,

    /// <summary>The signature does not have the 64 bytes of both algorithms.</summary>
    Length,

    /// <summary>It is not this key's signature over this content.</summary>
    Mismatch,
}

/// <summary>The names and texts of faults, for the record and for the sender.</summary>
internal static class SignatureFaults
{
    private const string Prefix = "signature_";

    /// <summary>The name in records, which only operators see, so that it may reveal what is known about the key.</summary>
    public static string Name(this SignatureFault fault) =>
        fault switch
        {
            SignatureFault.Format => Prefix + "format",
            SignatureFault.Header => Prefix + "header",
            SignatureFault.HeaderMember => Prefix + "header_member",
            SignatureFault.Algorithm => Prefix + "algorithm",
            SignatureFault.KeyIdMissing => Prefix + "kid_missing",
            SignatureFault.KeyUnknown => Prefix + "key_unknown",
            SignatureFault.KeyAlgorithm => Prefix + "key_algorithm",
            SignatureFault.KeyNotYetValid => Prefix + "key_not_yet_valid",
            SignatureFault.KeyExpired => Prefix + "key_expired",
            SignatureFault.Length => Prefix + "length",
            SignatureFault.Mismatch => Prefix + "mismatch",
            _ => throw new UnreachableException($"Unexpected case: {fault}"),
        };

    /// <summary>The name without the common prefix, for error codes that already name the signature.</summary>
    public static string Check(this SignatureFault fault) => fault.Name()[Prefix.Length..];

    /// <summary>
    /// Which check failed, for the sender. All faults of a key give the same answer, which does not reveal which keys exist and how long
    /// they are valid.
    /// </summary>
    public static string Advice(this SignatureFault fault) =>
        fault switch
        {
            SignatureFault.Format => "must be BASE64URL(header)..BASE64URL(signature), without padding and without stray bits.",
            SignatureFault.Header => "has a protected header that is not one JSON object with each name once.",
            SignatureFault.HeaderMember => "has a protected header with a member other than alg, kid and typ.",
            SignatureFault.Algorithm => "must be made with alg EdDSA (or Ed25519) or ES256.",
            SignatureFault.KeyIdMissing => "must name its key by kid in the protected header.",
            SignatureFault.KeyUnknown or SignatureFault.KeyAlgorithm or SignatureFault.KeyNotYetValid or SignatureFault.KeyExpired =>
                "names a key that is not accepted here now for this alg.",
            SignatureFault.Length => "must hold a signature of 64 bytes; ES256 is r and s side by side, not DER.",
            SignatureFault.Mismatch =>
                "is not that key's signature over this content: BASE64URL(header) \".\" BASE64URL(RFC 8785 form without the signature).",
            _ => throw new UnreachableException($"Unexpected case: {fault}"),
        };
}
