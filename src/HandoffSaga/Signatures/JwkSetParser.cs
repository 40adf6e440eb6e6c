using HandoffSaga.CanonicalJson;
using HandoffSaga.Texts;

namespace HandoffSaga.Signatures;

/// <summary>
/// Reads a JWKS strictly. Keys of other kinds or for other uses than signing are ignored (RFC 7517 section 5), because they verify nothing
/// here. A malformed signature key is passed over and named, because the signatures of the others must not wait for it. Two rejections are
/// of the whole set: a key id with two keys, because nobody can say which one is meant, and a private key, because a secret has leaked.
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
        var read = CanonicalObject.Parse(json is [0xef, 0xbb, 0xbf, ..] ? json[3..] : json, Limits);
        if (!read.IsCanonical)
            return new JwkSetParse.Rejected(read.Problem.Message);
        if (read.Object.Get("keys")?.AsArray() is not { } elements)
            return new JwkSetParse.Rejected("it is not a JWKS: the list \"keys\" is missing");

        var keys = new List<VerificationKey>();
        var passedOver = new List<string>();
        for (var i = 0; i < elements.Count; i++)
        {
            if (Intolerable(elements[i], keys) is { } intolerable)
                return new JwkSetParse.Rejected($"key {i + 1} {intolerable}");
            if (Read(elements[i], keys) is { } wrong)
                passedOver.Add($"key {i + 1} {wrong}");
        }

        return keys.Count == 0
            ? new JwkSetParse.Rejected(passedOver.FirstOrDefault() ?? "it has no Ed25519 or P-256 key for signatures")
            : new JwkSetParse.Parsed(new JwkSet(keys), passedOver);
    }

    /// <summary>Why the set must not be used at all.</summary>
    private static string? Intolerable(CanonicalValue element, List<VerificationKey> keys)
    {
        if (element.AsObject() is not { } jwk || Algorithm(jwk) is null)
            return null;
        var keyId = jwk.GetString("kid") ?? "";
        if (jwk.TryGet("d", out _))
            return $"({Shown(keyId)}) has a private part (d): only public keys belong here";
        return keys.Any(key => key.KeyId == keyId) ? $"repeats the kid {Shown(keyId)}" : null;
    }

    /// <summary>Adds the key if it is one for signatures, or says why it cannot be used.</summary>
    private static string? Read(CanonicalValue element, List<VerificationKey> keys)
    {
        if (element.AsObject() is not { } jwk)
            return "is not an object";
        if (jwk.GetString("kty") is null)
            return "has no kty";
        if (Algorithm(jwk) is not { } algorithm)
            return null;
        if (jwk.GetString("kid") is not { Length: > 0 and <= LongestKeyId } keyId || PrintableText.Escape(keyId) != keyId)
            return $"has no kid of 1 to {LongestKeyId} printable characters";
        if (jwk.TryGet("alg", out _) && SignatureAlgorithms.Of(jwk.GetString("alg")) != algorithm)
            return $"({Shown(keyId)}) has the wrong alg for its kind; it must be {algorithm}";
        return Add(jwk, keyId, algorithm, keys) is { } wrong ? $"({Shown(keyId)}) {wrong}" : null;
    }

    /// <summary>What the key signs with; null when it is not for signatures, or of another kind.</summary>
    private static string? Algorithm(CanonicalObject jwk) =>
        !IsForSignatures(jwk)
            ? null
            : (jwk.GetString("kty"), jwk.GetString("crv")) switch
            {
                ("OKP", "Ed25519") => SignatureAlgorithms.EdDsa,
                ("EC", "P-256") => SignatureAlgorithms.Es256,
                _ => null,
            };

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
