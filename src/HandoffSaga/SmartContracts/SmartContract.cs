namespace HandoffSaga.SmartContracts;

/// <summary>A SmartContract as its file says it. Null is what the file does not say.</summary>
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

    /// <summary>False unless the file says so.</summary>
    public bool RefuseWhenIncomplete { get; init; }

    public string? PartId { get; init; }
    public string? PartNumber { get; init; }

    /// <summary>What stands at the bottom of the contract, unjudged; null when the file has none.</summary>
    public RoutingTrigger? Trigger { get; init; }

    /// <summary>The whole contract as UTF-8 JSON, members in the order of the file.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Lower-case hex digest of the file's bytes.</summary>
    public required string Sha256 { get; init; }

    public required ContractLines Lines { get; init; }
}

/// <summary>An approval the procedure asks for. Null is what does not matter; one of the two is there.</summary>
internal sealed record RequiredApproval(string? Role, string? Meaning);

/// <summary>Where in its file a contract says what, for those who point at it.</summary>
/// <param name="AfterTrigger">The first member that stands behind the routing trigger, which should be the last.</param>
internal sealed record ContractLines(
    int SmartContractId,
    int? ClientPoId,
    int? SequenceNumber,
    int? RoutingTrigger,
    int? NextContract,
    int? AfterTrigger
);
