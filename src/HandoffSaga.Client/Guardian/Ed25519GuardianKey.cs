using System.Buffers.Text;
using HandoffSaga.Signatures;
using NSec.Cryptography;

namespace HandoffSaga.Client.Guardian;

/// <summary>Signs with Ed25519.</summary>
internal sealed class Ed25519GuardianKey : GuardianKey
{
    private readonly Key _key;

    private Ed25519GuardianKey(Key key, string? kid)
        : base(
            new Jwk
            {
                Kty = "OKP",
                Crv = "Ed25519",
                X = Base64Url.EncodeToString(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)),
            },
            kid
        ) => _key = key;

    private static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    public override string Algorithm => SignatureAlgorithms.EdDsa;

    public static Ed25519GuardianKey Generate(string? kid) => new(Key.Create(SignatureAlgorithm.Ed25519, Exportable), kid);

    /// <summary>Reads an Ed25519 key; null for anything else.</summary>
    public static Ed25519GuardianKey? Read(Jwk jwk) =>
        jwk is { Kty: "OKP", Crv: "Ed25519", D: { } d }
        && Key.TryImport(SignatureAlgorithm.Ed25519, Base64Url.DecodeFromChars(d), KeyBlobFormat.RawPrivateKey, out var key, Exportable)
            ? new(key!, jwk.Kid)
            : null;

    public override byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(_key, data);

    public override void Dispose() => _key.Dispose();

    private protected override byte[] PrivatePart() => _key.Export(KeyBlobFormat.RawPrivateKey);
}
