using HandoffSaga.CanonicalJson;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Status;

/// <summary>The way back from a vault package to the signoff it was built from.</summary>
internal static class SignoffIn
{
    private static readonly string[] Added = [.. ReservedMembers.All];

    // The package passed intake once, where the limits are; it is larger than the signoff by what we added.
    private static readonly CanonicalLimits Unlimited = new(CanonicalLimits.LargestMaxBytes, maxDepth: 1000);

    /// <summary>The signoff's canonical bytes, its signature included.</summary>
    /// <exception cref="InvalidDataException">The stored package is not canonical JSON: the store was changed by someone else.</exception>
    public static byte[] VaultPackage(ReadOnlySpan<byte> package)
    {
        var parsed = CanonicalObject.Parse(package, Unlimited);
        return parsed.IsCanonical
            ? parsed.Object.Without(Added).Utf8.ToArray()
            : throw new InvalidDataException($"A stored vault package is not what was written: {parsed.Problem.Message}");
    }
}
