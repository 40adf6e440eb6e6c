using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Client.Guardian;

/// <summary>
/// Signs signoffs the way a Guardian does: a compact JWS with detached content (RFC 7515 appendix F) over the RFC 8785 form.
/// </summary>
internal static class SignoffSigner
{
    public const string SignatureMember = "guardian_signature";

    /// <summary>The signoff in canonical form with its signature; an existing signature is replaced.</summary>
    public static CanonicalObject Sign(CanonicalObject signoff, GuardianKey key)
    {
        var content = signoff.Without(SignatureMember);
        return new CanonicalObjectBuilder().AddAll(content).Add(SignatureMember, Signature(content, key)).Build();
    }

    /// <summary>The detached JWS over <paramref name="content"/>, which holds no signature.</summary>
    public static string Signature(CanonicalObject content, GuardianKey key)
    {
        var header = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($$"""{"alg":"{{key.Algorithm}}","kid":{{JsonSerializer.Serialize(key.Kid)}}}""")
        );
        var signingInput = Encoding.ASCII.GetBytes($"{header}.{Base64Url.EncodeToString(content.Utf8.Span)}");
        return $"{header}..{Base64Url.EncodeToString(key.Sign(signingInput))}";
    }
}
