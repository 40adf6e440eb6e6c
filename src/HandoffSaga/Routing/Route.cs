namespace HandoffSaga.Routing;

/// <summary>The routing a transfer follows, as docs/wire.md, status shows it.</summary>
internal sealed record Route(
    string RoutingType,
    string? NextStation,
    string? NextContract,
    bool VaultTransfer,
    bool WorkflowComplete,
    bool IsFinalContract
);
