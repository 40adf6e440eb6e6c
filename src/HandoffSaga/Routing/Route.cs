namespace HandoffSaga.Routing;

/// <summary>The routing a transfer follows, as its status shows it (docs/wire.md).</summary>
internal sealed record Route(
    string RoutingType,
    string? NextStation,
    string? NextContract,
    bool VaultTransfer,
    bool WorkflowComplete,
    bool IsFinalContract
);
