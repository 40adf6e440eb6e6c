using System.Buffers.Text;
using System.Security.Cryptography;
using HandoffSaga.Signatures;

namespace HandoffSaga.Client.Guardian;

/// <summary>Signs with ECDSA on P-256; r and s side by side, 32 bytes each (RFC 7518 section 3.4).</summary>
internal sealed class Es256GuardianKey : GuardianKey
{
    private readonly ECDsa _key;

    private Es256GuardianKey(ECDsa key, string? kid)
        : base(PublicPart(key), kid) => _key = key;

    public override string Algorithm => SignatureAlgorithms.Es256;

    public static Es256GuardianKey Generate(string? kid) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), kid);

    /// <summary>Reads a P-256 key; null for another kind of key.</summary>
    /// <exception cref="CryptographicException">Its numbers are not a valid key.</exception>
    public static Es256GuardianKey? Read(Jwk jwk)
    {
        if (jwk is not { Kty: "EC", Crv: "P-256", D: { } d, X: { } x, Y: { } y })
            return null;
        return new(
            ECDsa.Create(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
                    D = Base64Url.DecodeFromChars(d),
                }
            ),
            jwk.Kid
        );
    }

    public override byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public override void Dispose() => _key.Dispose();

    private protected override byte[] PrivatePart() => _key.ExportParameters(includePrivateParameters: true).D!;

    private static Jwk PublicPart(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new Jwk
        {
            Kty = "EC",
            Crv = "P-256",
            X = Base64Url.EncodeToString(point.X),
            Y = Base64Url.EncodeToString(point.Y),
        };
    }
}
