using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Transfers;

/// <summary>Registers the saga and what it does at its events.</summary>
internal static class TransfersRegistration
{
    private const string Endpoint = "handoff.transfers";

    public static IServiceCollection AddTransfers(
        this IServiceCollection services, PerLeg<LegSettings> legs, ContractRecheckInterval recheck) => services
        .AddSingleton(recheck)
        .AddSingleton(new LegSettingsOf(legs.Vault, legs.NextNode))
        .AddSingleton<TransferLedger>()
        .AddSingleton<AuthorizationActivities>()
        .AddSingleton<RoutingActivities>()
        .AddSingleton<VaultActivities>()
        .AddSingleton<OperatorActivities>()
        .AddSingleton<SettlementActivities>()
        .AddSingleton(provider => new Legs(Verbs(provider, Destination.VaultHub), Verbs(provider, Destination.NextNode)));

    /// <summary>The saga. Nothing on the bus can hand a signoff in or order a redelivery.</summary>
    public static DurabilityConfigurator AddTransfers(this DurabilityConfigurator engine) => engine
        .Saga<TransferStateMachine, TransferState>(Endpoint, new TransferTable())
        .InProcessOnly<GuardianSignoffComplete>()
        .InProcessOnly<RedeliveryRequested>();

    private static LegActivities Verbs(IServiceProvider provider, Destination destination) =>
        ActivatorUtilities.CreateInstance<LegActivities>(provider, destination, provider.GetRequiredService<LegSettingsOf>().For(destination));
}
