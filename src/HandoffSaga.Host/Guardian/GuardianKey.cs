using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NSec.Cryptography;

namespace HandoffSaga.Host.Guardian;

/// <summary>An Ed25519 key a Guardian signs with, as a JWK (RFC 7517, RFC 8037).</summary>
internal sealed class GuardianKey : IDisposable
{
    private readonly Key _key;

    private GuardianKey(Key key, string? kid)
    {
        _key = key;
        X = Base64Url.EncodeToString(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        Kid = kid ?? Thumbprint(X);
    }

    /// <summary>Names the key in signatures and key sets; without a name of its own its thumbprint (RFC 7638).</summary>
    public string Kid { get; }

    private string X { get; }

    public static GuardianKey Generate(string? kid) =>
        new(Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }), kid);

    /// <exception cref="InvalidDataException">It is no private Ed25519 JWK.</exception>
    public static GuardianKey Read(ReadOnlySpan<byte> jwk)
    {
        try
        {
            if (JsonSerializer.Deserialize(jwk, JwkJson.Default.Jwk) is { Kty: "OKP", Crv: "Ed25519", D: { } d } read
                && Key.TryImport(SignatureAlgorithm.Ed25519, Base64Url.DecodeFromChars(d), KeyBlobFormat.RawPrivateKey, out var key,
                    new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }))
                return new GuardianKey(key!, read.Kid);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidDataException("it is no private Ed25519 key as a JWK", e);
        }

        throw new InvalidDataException("it is no private Ed25519 key as a JWK");
    }

    public byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(_key, data);

    /// <summary>With the private part: for its owner only.</summary>
    public byte[] ToPrivateJwk() => JsonSerializer.SerializeToUtf8Bytes(
        new Jwk { Kid = Kid, X = X, D = Base64Url.EncodeToString(_key.Export(KeyBlobFormat.RawPrivateKey)) }, JwkJson.Default.Jwk);

    /// <summary>A key set with the public part alone, as <c>Guardian:Jwks</c> takes it.</summary>
    public byte[] ToPublicJwks() => JsonSerializer.SerializeToUtf8Bytes(new Jwks([new Jwk { Kid = Kid, X = X }]), JwkJson.Default.Jwks);

    public void Dispose() => _key.Dispose();

    private static string Thumbprint(string x) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{x}}"}""")));
}

internal sealed record Jwk
{
    public string? Kty { get; init; } = "OKP";
    public string? Crv { get; init; } = "Ed25519";
    public string? Alg { get; init; } = "EdDSA";
    public string? Use { get; init; } = "sig";
    public string? Kid { get; init; }
    public string? X { get; init; }
    public string? D { get; init; }
}

internal sealed record Jwks(IReadOnlyList<Jwk> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(Jwk))]
[JsonSerializable(typeof(Jwks))]
internal sealed partial class JwkJson : JsonSerializerContext;
