using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HandoffSaga.Signatures;

/// <summary>A P-256 key (RFC 7518 section 3.4): ECDSA over SHA-256, the signature being r and s of 32 bytes each.</summary>
internal sealed record Es256Key(ECParameters Point, string KeyId, DateTimeOffset? NotBefore, DateTimeOffset? Expires)
    : VerificationKey(KeyId, SignatureAlgorithms.Es256, NotBefore, Expires)
{
    public const int CoordinateBytes = 32;

    // An ECDsa is not thread-safe, and costs more to create than to use.
    private readonly ConcurrentBag<ECDsa> _idle = [];

    public override bool IsSignature(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!_idle.TryTake(out var key))
            key = ECDsa.Create(Point);
        var holds = key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _idle.Add(key);
        return holds;
    }

    /// <summary>The point; null when the coordinates are not on this curve.</summary>
    public static ECParameters? Import(byte[] x, byte[] y)
    {
        var point = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = x, Y = y },
        };
        try
        {
            using var key = ECDsa.Create(point);
            return point;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
