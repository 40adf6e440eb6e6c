using System.Diagnostics.CodeAnalysis;
using System.Text;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signatures;

/// <summary>A parsed, not yet verified compact JWS with detached content (RFC 7515 appendix F).</summary>
/// <param name="Header">The protected header as it was sent: BASE64URL in ASCII, part of the signed bytes.</param>
/// <param name="Algorithm">One of <see cref="SignatureAlgorithms"/>.</param>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="Signature">As many bytes as were sent.</param>
internal sealed record DetachedJws(byte[] Header, string Algorithm, string KeyId, byte[] Signature)
{
    /// <summary>The maximum length, in characters; with a <c>kid</c> of ordinary length it has about 150.</summary>
    private const int MaxLength = 4096;

    private static readonly CanonicalLimits HeaderLimits = new(MaxLength, maxDepth: 4);

    public static bool TryRead(string text, [NotNullWhen(true)] out DetachedJws? jws, out SignatureFault fault)
    {
        jws = null;
        fault = SignatureFault.Format;
        var dots = text.Length > MaxLength ? -1 : text.IndexOf("..", StringComparison.Ordinal);
        if (
            dots <= 0
            || StrictBase64Url.Decode(text.AsSpan(0, dots)) is not { } header
            || StrictBase64Url.Decode(text.AsSpan(dots + 2)) is not { Length: > 0 } signature
        )
        {
            return false;
        }

        fault = Members(header, out var algorithm, out var keyId) ?? default;
        if (algorithm is null || keyId is null)
            return false;
        jws = new DetachedJws(Encoding.ASCII.GetBytes(text[..dots]), algorithm, keyId, signature);
        return true;
    }

    private static SignatureFault? Members(byte[] json, out string? algorithm, out string? keyId)
    {
        (algorithm, keyId) = (null, null);
        if (CanonicalObject.Parse(json, HeaderLimits).Object is not { } header)
            return SignatureFault.Header;
        if (header.Names.Any(name => name is not ("alg" or "kid" or "typ")))
            return SignatureFault.HeaderMember;
        if (header.Get("typ") is { Kind: not CanonicalKind.String })
            return SignatureFault.Header;
        if (SignatureAlgorithms.Of(header.GetString("alg")) is not { } known)
            return SignatureFault.Algorithm;
        if (header.GetString("kid") is not { Length: > 0 } kid)
            return SignatureFault.KeyIdMissing;

        (algorithm, keyId) = (known, kid);
        return null;
    }
}
