using HandoffSaga.Alerts;
using HandoffSaga.Authorization;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;

namespace HandoffSaga;

/// <summary>The validated options of a dispatcher, one record per concept.</summary>
internal record HandoffOptions
{
    public NodeIdentity Node { get; init; } = new();

    public StoreOptions Store { get; init; } = new();

    public BusOptions Bus { get; init; } = new();

    public ContractsOptions Contracts { get; init; } = new();

    public GuardianOptions Guardian { get; init; } = new();

    public required PerLeg<HubOptions> Hubs { get; init; }

    public PerLeg<RedeliveryPolicy> Redelivery { get; init; } = new(RedeliveryPolicy.Default, RedeliveryPolicy.Default);

    public IntakeOptions Intake { get; init; } = new();

    public AlertOptions Alerts { get; init; } = new();
}
