using System.Security.Cryptography;

namespace HandoffSaga.Packages;

/// <summary>The bytes of a package: built once, stored, and sent unchanged at every attempt.</summary>
internal sealed record PackageBody(ReadOnlyMemory<byte> Bytes, string Sha256)
{
    public static PackageBody Of(ReadOnlyMemory<byte> bytes) => new(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
}
