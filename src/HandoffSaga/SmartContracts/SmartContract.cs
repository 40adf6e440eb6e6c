namespace HandoffSaga.SmartContracts;

/// <summary>A SmartContract as in its file. Null is a missing member.</summary>
internal sealed record SmartContract
{
    public required string FileName { get; init; }
    public required string SmartContractId { get; init; }
    public string? ClientPoId { get; init; }
    public required string ContractType { get; init; }
    public string? TestType { get; init; }
    public long? SequenceNumber { get; init; }
    public string? ProcedureId { get; init; }
    public string? ProcedureRevision { get; init; }
    public IReadOnlyList<RequiredApproval> RequiredApprovals { get; init; } = [];

    /// <summary>Whether an incomplete signoff is rejected; default false.</summary>
    public bool RefuseWhenIncomplete { get; init; }

    public string? PartId { get; init; }
    public string? PartNumber { get; init; }

    /// <summary>The routing trigger at the end of the contract, not yet judged; null when the file has none.</summary>
    public RoutingTrigger? Trigger { get; init; }

    /// <summary>The whole contract as UTF-8 JSON, members in the order of the file.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Lower-case hex digest of the file's bytes.</summary>
    public required string Sha256 { get; init; }

    public required ContractLines Lines { get; init; }
}

/// <summary>An approval the procedure requires. Null matches any value; at least one of the two is set.</summary>
internal sealed record RequiredApproval(string? Role, string? Meaning);

/// <summary>The lines of a contract's members in its file, for messages.</summary>
/// <param name="AfterTrigger">The first member after the routing trigger, which should be the last.</param>
internal sealed record ContractLines(
    int SmartContractId,
    int? ClientPoId,
    int? SequenceNumber,
    int? RoutingTrigger,
    int? NextContract,
    int? AfterTrigger
);
