namespace HandoffSaga.Routing;

/// <summary>The routing a transfer follows, as WIRE section 4 shows it.</summary>
internal sealed record Route(
    string RoutingType,
    string? NextStation,
    string? NextContract,
    bool VaultTransfer,
    bool WorkflowComplete,
    bool IsFinalContract);
