using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HandoffSaga.Signatures;

namespace HandoffSaga.Client.Guardian;

/// <summary>A key a Guardian signs with, as a JWK (RFC 7517, RFC 8037, RFC 7518).</summary>
internal abstract class GuardianKey : IDisposable
{
    private protected GuardianKey(Jwk publicPart, string? kid)
    {
        Kid = kid ?? Thumbprint(publicPart);
        Public = publicPart with { Kid = Kid, Alg = Algorithm, Use = "sig" };
    }

    /// <summary>The key's id in signatures and key sets; by default its thumbprint (RFC 7638).</summary>
    public string Kid { get; }

    /// <summary>Its JOSE name.</summary>
    public abstract string Algorithm { get; }

    private Jwk Public { get; }

    /// <param name="algorithm">One of <see cref="SignatureAlgorithms"/>.</param>
    /// <param name="kid">Null: its thumbprint.</param>
    public static GuardianKey Generate(string algorithm, string? kid) =>
        algorithm == SignatureAlgorithms.Es256 ? Es256GuardianKey.Generate(kid) : Ed25519GuardianKey.Generate(kid);

    /// <exception cref="InvalidDataException">It is not a private JWK of a supported kind.</exception>
    public static GuardianKey Read(ReadOnlySpan<byte> jwk)
    {
        Exception? cause = null;
        try
        {
            var read = JsonSerializer.Deserialize(jwk, JwkJson.Default.Jwk);
            if (read is not null && (Ed25519GuardianKey.Read(read) ?? (GuardianKey?)Es256GuardianKey.Read(read)) is { } key)
                return key;
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException)
        {
            cause = e;
        }

        throw new InvalidDataException("it is not a private Ed25519 or P-256 key in JWK form", cause);
    }

    /// <summary>A signature of 64 bytes.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>The key as a JWK with its private part: for its owner only.</summary>
    public byte[] ToPrivateJwk() =>
        JsonSerializer.SerializeToUtf8Bytes(Public with { D = Base64Url.EncodeToString(PrivatePart()) }, JwkJson.Default.Jwk);

    /// <summary>A key set with only the public part, in the form that <c>Guardian:Jwks</c> reads.</summary>
    public byte[] ToPublicJwks() => JsonSerializer.SerializeToUtf8Bytes(new Jwks([Public]), JwkJson.Default.Jwks);

    public abstract void Dispose();

    private protected abstract byte[] PrivatePart();

    private static string Thumbprint(Jwk key)
    {
        var members = $"\"crv\":\"{key.Crv}\",\"kty\":\"{key.Kty}\",\"x\":\"{key.X}\"" + (key.Y is null ? "" : $",\"y\":\"{key.Y}\"");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes("{" + members + "}")));
    }
}
