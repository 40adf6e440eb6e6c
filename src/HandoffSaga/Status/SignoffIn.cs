using HandoffSaga.CanonicalJson;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Status;

/// <summary>Extracts the signoff that a vault package was built from.</summary>
internal static class SignoffIn
{
    private static readonly string[] Added = [.. ReservedMembers.All];

    // No limits: the signoff passed those of the intake, and the package is larger than it.
    private static readonly CanonicalLimits Unlimited = new(CanonicalLimits.LargestMaxBytes, maxDepth: 1000);

    /// <summary>The signoff's canonical bytes, its signature included.</summary>
    /// <exception cref="InvalidDataException">The stored package is not canonical JSON: another program changed the store.</exception>
    public static byte[] VaultPackage(ReadOnlySpan<byte> package)
    {
        var parsed = CanonicalObject.Parse(package, Unlimited);
        return parsed.IsCanonical
            ? parsed.Object.Without(Added).Utf8.ToArray()
            : throw new InvalidDataException($"A stored vault package is corrupt: {parsed.Problem.Message}");
    }
}
