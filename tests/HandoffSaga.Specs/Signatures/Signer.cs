using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HandoffSaga.Signatures;
using NSec.Cryptography;

namespace HandoffSaga.Specs.Signatures;

/// <summary>Someone with a private key, who signs whatever header and content the spec wants signed.</summary>
internal sealed class Signer(string kid, string alg, Func<byte[], byte[]> sign, string publicMembers)
{
    public string Kid => kid;

    public string Header => $$"""{"alg":"{{alg}}","kid":"{{kid}}"}""";

    /// <summary>The public key as a JWK; <paramref name="more"/> are further members, each with a comma before it.</summary>
    public string Jwk(string more = "") => $$"""{"kid":"{{kid}}",{{publicMembers}}{{more}}}""";

    public static Signer Ed25519(string kid = "guardian-1")
    {
        var key = Key.Create(SignatureAlgorithm.Ed25519);
        return new(
            kid,
            "EdDSA",
            data => SignatureAlgorithm.Ed25519.Sign(key, data),
            $"\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"{Base64(key.PublicKey.Export(KeyBlobFormat.RawPublicKey))}\""
        );
    }

    public static Signer Es256(string kid = "guardian-p256")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new(
            kid,
            "ES256",
            data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            $"\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"{Base64(point.X!)}\",\"y\":\"{Base64(point.Y!)}\""
        );
    }

    public string Sign(string content, string? header = null) => Sign(Encoding.UTF8.GetBytes(content), header);

    /// <summary>A detached JWS under <paramref name="header"/>, by default the proper one.</summary>
    public string Sign(ReadOnlySpan<byte> content, string? header = null) =>
        $"{Base64(header ?? Header)}..{Base64(Bytes(content, header))}";

    public byte[] Bytes(ReadOnlySpan<byte> content, string? header = null) =>
        sign(Encoding.ASCII.GetBytes($"{Base64(header ?? Header)}.{Base64(content)}"));

    public static string Jwks(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    public static JwkSet Set(params string[] keys) =>
        JwkSetParser.Parse(Encoding.UTF8.GetBytes(Jwks(keys))).ShouldBeOfType<JwkSetParse.Parsed>().Keys;

    public static string Base64(string text) => Base64(Encoding.UTF8.GetBytes(text));

    public static string Base64(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
