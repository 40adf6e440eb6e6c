using HandoffSaga.CanonicalJson;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Signoffs;

/// <summary>Guardian's statement that all signoffs are complete, parsed but not yet verified (docs/wire.md section 1).</summary>
internal sealed record Signoff
{
    public required string PackageId { get; init; }
    public required string ClientPoId { get; init; }
    public required string TestId { get; init; }
    public required string SmartContractId { get; init; }
    public string? NodeId { get; init; }
    public string? Domain { get; init; }
    public string? SmartId { get; init; }
    public string? PreviousPackageId { get; init; }
    public required IReadOnlyList<SignoffApproval> Approvals { get; init; }
    public string? PartId { get; init; }
    public string? PartNumber { get; init; }
    public string? CompletionTimestamp { get; init; }
    public string? ProcedureRevision { get; init; }
    public string? LocalBackupPath { get; init; }

    /// <summary>The trigger in the signed test data; null when there is none.</summary>
    public RoutingTrigger? RoutingTrigger { get; init; }

    /// <summary>A text in the form of a detached JWS; it is verified later.</summary>
    public required string GuardianSignature { get; init; }

    /// <summary>The whole received document, including unknown members and the signature.</summary>
    public required CanonicalObject Document { get; init; }

    /// <summary>The bytes that Guardian signs: the canonical form without the signature.</summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    /// <summary><c>signoff_sha256</c>: lower-case hex digest of <see cref="SignedBytes"/>. Equal digests are the same content.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>One approval as it was sent; null is a missing member.</summary>
internal sealed record SignoffApproval(string? Role, string? Name, string? SignedAt, string? Meaning);
