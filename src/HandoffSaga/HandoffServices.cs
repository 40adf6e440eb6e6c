using HandoffSaga.Alerts.Delivery;
using HandoffSaga.Authorization;
using HandoffSaga.Closing;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.Intake;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.Legs;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
using HandoffSaga.SmartContracts;
using HandoffSaga.Status;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HandoffSaga;

/// <summary>A dispatcher's parts, each registered by its own folder.</summary>
internal static class HandoffServices
{
    public static IServiceCollection AddHandoff(this IServiceCollection services, HandoffOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(options.Node)
            .AddSingleton(options.Tls)
            .AddSingleton(new ProcessInstance(Guid.NewGuid(), OnlyOne: options.Store.Kind == StoreKind.Sqlite))
            .AddStorage(options.Store)
            .AddSmartContracts(options.Contracts)
            .AddAuthorization(options.Guardian)
            .AddPackages()
            .AddRedelivery()
            .AddClosing()
            .AddLedgerRecording()
            .AddAlerts(options.Alerts with { Broker = options.Bus.HasBroker })
            .AddTransfers(PerLeg.Create(leg => Leg(options.Hubs.For(leg), options.Redelivery.For(leg))), new(options.Contracts.Recheck))
            .AddHubs(options.Hubs)
            .AddLegReplies(options.Bus.RepliesOverBroker)
            .AddStatus()
            .AddDurability(engine =>
                engine
                    .AddStorage(options.Store)
                    .AddBus(options.Bus, options.Node)
                    .Options(settings => settings.LongestDelay = LongestDelay.Of(options) ?? settings.LongestDelay)
                    .AddTransfers()
                    .AddHubs(options.Hubs, options.Bus.HasBroker)
                    .AddLegReplies(options.Bus.RepliesOverBroker)
                    .AddAlerts(options.Bus.HasBroker)
                    .AddIntake(options.Bus.HasBroker)
                    .AddLedgerForwarding(options.Bus.HasBroker)
            )
            .AddIntake(options.Intake);
    }

    // The connector enforces its own time-out; the leg's deadline is the backstop for an exchange that never ends.
    private static LegSettings Leg(HubOptions hub, RedeliveryPolicy redelivery) =>
        new(hub.Connector, hub.Timeout + TimeSpan.FromSeconds(10), redelivery);
}
