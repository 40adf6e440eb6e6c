namespace HandoffSaga.Signatures;

/// <summary>The accepted algorithms, by their JOSE names (RFC 8037, RFC 7518).</summary>
internal static class SignatureAlgorithms
{
    public const string EdDsa = "EdDSA";
    public const string Es256 = "ES256";

    /// <summary>Bytes of a signature of either.</summary>
    public const int SignatureBytes = 64;

    /// <summary>The algorithm of that name; null when it is none of them. <c>Ed25519</c> is what RFC 9864 calls the first.</summary>
    public static string? Of(string? alg) =>
        alg switch
        {
            EdDsa or "Ed25519" => EdDsa,
            Es256 => Es256,
            _ => null,
        };
}
