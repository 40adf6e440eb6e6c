using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Status;

/// <summary>The way back from a vault package to the signoff it was built from.</summary>
internal static class SignoffIn
{
    /// <summary>The names that are ours in a vault package and refused in a signoff (WIRE sections 1 and 2): what is left is the signoff.</summary>
    private static readonly string[] Added =
    [
        "package_type", "transfer_id", "source_node", "completion_timestamp", "compliance_metadata", "audit_chain", "workflow_status",
    ];

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
