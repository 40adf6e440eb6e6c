using HandoffSaga.CanonicalJson;
using HandoffSaga.Texts;

namespace HandoffSaga.Signatures;

/// <summary>
/// Reads a JWKS strictly. Keys of other kinds or for other uses than signing are ignored (RFC 7517 section 5), because they verify nothing
/// here. A malformed signature key makes the whole set invalid, because a half-loaded set would be noticed only when a part is stuck.
/// </summary>
internal static class JwkSetParser
{
    /// <summary>The largest set, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int LongestKeyId = 256;
    private const long LastSecond = 253_402_300_799;

    private static readonly CanonicalLimits Limits = new(MaxBytes, maxDepth: 8);

    public static JwkSetParse Parse(ReadOnlySpan<byte> json)
    {
        var read = CanonicalObject.Parse(json, Limits);
        if (!read.IsCanonical)
            return new JwkSetParse.Rejected(read.Problem.Message);
        if (read.Object.Get("keys")?.AsArray() is not { } elements)
            return new JwkSetParse.Rejected("it is not a JWKS: the list \"keys\" is missing");

        var keys = new List<VerificationKey>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < elements.Count; i++)
        {
            if (Read(elements[i], named, keys) is { } wrong)
                return new JwkSetParse.Rejected($"key {i + 1} {wrong}");
        }

        return keys.Count == 0
            ? new JwkSetParse.Rejected("it has no Ed25519 or P-256 key for signatures")
            : new JwkSetParse.Parsed(new JwkSet(keys));
    }

    private static string? Read(CanonicalValue element, HashSet<string> named, List<VerificationKey> keys)
    {
        if (element.AsObject() is not { } jwk)
            return "is not an object";
        if (jwk.GetString("kty") is not { } kind)
            return "has no kty";

        var keyId = jwk.GetString("kid");
        if (keyId is not null && !named.Add(keyId))
            return $"repeats the kid {Shown(keyId)}";
        if (!IsForSignatures(jwk) || AlgorithmOf(kind, jwk.GetString("crv")) is not { } algorithm)
            return null;
        if (keyId is not { Length: > 0 and <= LongestKeyId } || PrintableText.Escape(keyId) != keyId)
            return $"has no kid of 1 to {LongestKeyId} printable characters";
        if (jwk.TryGet("d", out _))
            return $"({Shown(keyId)}) has a private part (d): only public keys belong here";
        if (jwk.TryGet("alg", out _) && jwk.GetString("alg") != algorithm)
            return $"({Shown(keyId)}) has the wrong alg for its kind; it must be {algorithm}";
        return Add(jwk, keyId, algorithm, keys) is { } wrong ? $"({Shown(keyId)}) {wrong}" : null;
    }

    private static string? Add(CanonicalObject jwk, string keyId, string algorithm, List<VerificationKey> keys)
    {
        if (!TryReadTime(jwk, "nbf", out var from) || !TryReadTime(jwk, "exp", out var until))
            return "has an nbf or exp that is not a number of whole seconds";
        if (from >= until)
            return "is never valid: exp is not after nbf";

        var x = StrictBase64Url.Decode(jwk.GetString("x"));
        if (algorithm == SignatureAlgorithms.EdDsa)
        {
            if (x is not { Length: Ed25519Key.Bytes } || Ed25519Key.Import(x) is not { } publicKey)
                return "is not an Ed25519 public key: x must be 32 bytes in BASE64URL without padding";
            keys.Add(new Ed25519Key(publicKey, keyId, from, until));
            return null;
        }

        var y = StrictBase64Url.Decode(jwk.GetString("y"));
        if (
            x is not { Length: Es256Key.CoordinateBytes }
            || y is not { Length: Es256Key.CoordinateBytes }
            || Es256Key.Import(x, y) is not { } point
        )
        {
            return "is not a P-256 public key: x and y must be 32 bytes each in BASE64URL without padding, and a point of the curve";
        }

        keys.Add(new Es256Key(point, keyId, from, until));
        return null;
    }

    private static bool IsForSignatures(CanonicalObject jwk) =>
        (!jwk.TryGet("use", out _) || jwk.GetString("use") == "sig")
        && (jwk.Get("key_ops")?.AsArray() is not { } operations || operations.Any(operation => operation.AsString() == "verify"));

    private static string? AlgorithmOf(string kind, string? curve) =>
        (kind, curve) switch
        {
            ("OKP", "Ed25519") => SignatureAlgorithms.EdDsa,
            ("EC", "P-256") => SignatureAlgorithms.Es256,
            _ => null,
        };

    private static bool TryReadTime(CanonicalObject jwk, string name, out DateTimeOffset? time)
    {
        time = null;
        if (jwk.Get(name) is not { } value)
            return true;
        if (value.AsInteger() is not (>= 0 and <= LastSecond and var seconds))
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static string Shown(string keyId) => PrintableText.Excerpt(keyId, 64);
}
