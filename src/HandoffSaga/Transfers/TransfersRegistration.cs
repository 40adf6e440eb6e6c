using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Transfers;

/// <summary>Registers the saga and its activities.</summary>
internal static class TransfersRegistration
{
    private const string Endpoint = "handoff.transfers";

    public static IServiceCollection AddTransfers(
        this IServiceCollection services,
        PerLeg<LegSettings> legs,
        ContractRecheckInterval recheck
    ) =>
        services
            .AddSingleton(recheck)
            .AddSingleton(legs)
            .AddSingleton<TransferLedger>()
            .AddSingleton<DeliveryFailureLog>()
            .AddSingleton<AuthorizationActivities>()
            .AddSingleton<RoutingActivities>()
            .AddSingleton<VaultActivities>()
            .AddSingleton<OperatorActivities>()
            .AddSingleton<ClosingActivities>()
            .AddSingleton<SettlementActivities>()
            .AddSingleton(provider => PerLeg.Create(destination => Activities(provider, destination)));

    /// <summary>Adds the saga. No message on the bus can submit a signoff, request a redelivery or close a leg.</summary>
    public static DurabilityConfigurator AddTransfers(this DurabilityConfigurator engine) =>
        engine
            .Saga<TransferStateMachine, TransferState>(Endpoint, new TransferTable())
            .InProcessOnly<GuardianSignoffComplete>()
            .InProcessOnly<RedeliveryRequested>()
            .InProcessOnly<LegCloseRequested>();

    private static LegActivities Activities(IServiceProvider provider, Destination destination) =>
        ActivatorUtilities.CreateInstance<LegActivities>(
            provider,
            destination,
            provider.GetRequiredService<PerLeg<LegSettings>>().For(destination),
            ActivatorUtilities.CreateInstance<LegLedger>(provider, destination),
            ActivatorUtilities.CreateInstance<CheckpointDisputes>(provider, destination)
        );
}
