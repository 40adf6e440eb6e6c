using HandoffSaga.Durability;
using HandoffSaga.Hubs.Amqp;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Signatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HandoffSaga.Hubs;

/// <summary>Registers deliveries to the hubs, and what comes back.</summary>
internal static class HubsRegistration
{
    public static IServiceCollection AddHubs(this IServiceCollection services, PerLeg<HubOptions> hubs)
    {
        services.AddSingleton<PendingLegReplies>();
        services.AddSingleton<ReportedCheckpoints>();
        services.AddSingleton(provider =>
            PerLeg.Create(destination => Signatures(provider, HubOptions.Sections.For(destination), hubs.For(destination)))
        );
        services.TryAddKeyedSingleton<IHubConnector>(
            Destination.VaultHub,
            (provider, _) => Http(provider, Destination.VaultHub, hubs.Vault)
        );
        services.TryAddKeyedSingleton<IHubConnector>(
            Destination.NextNode,
            (provider, _) => Http(provider, Destination.NextNode, hubs.NextNode)
        );
        services.AddSingleton(provider => new PerLeg<LegDelivery>(
            Delivery(provider, Destination.VaultHub, hubs.Vault),
            Delivery(provider, Destination.NextNode, hubs.NextNode)
        ));
        return services;
    }

    private static HttpHubConnector Http(IServiceProvider provider, Destination destination, HubOptions hub) =>
        ActivatorUtilities.CreateInstance<HttpHubConnector>(
            provider,
            hub,
            provider.GetRequiredService<PerLeg<ReceiptSignatures>>().For(destination)
        );

    // A leg keeps the protocol it began with; over a broker that is possible wherever there is one.
    private static HubConnectors Connectors(IServiceProvider provider, Destination destination, HubOptions hub)
    {
        var connectors = new Dictionary<string, IHubConnector>
        {
            [Packages.Connectors.Http] = provider.GetRequiredKeyedService<IHubConnector>(destination),
        };
        if (provider.GetService<IRawPublisher>() is not null)
            connectors[Packages.Connectors.Amqp] = ActivatorUtilities.CreateInstance<AmqpHubConnector>(provider, hub);
        return new HubConnectors(connectors);
    }

    private static ReceiptSignatures Signatures(IServiceProvider provider, string section, HubOptions hub) =>
        new(
            hub.Jwks is { } file ? provider.KeyFile($"{section}:Jwks", file) : null,
            provider.GetRequiredService<TimeProvider>(),
            areRequired: hub.Evidence == Evidence.SignedReceipt
        );

    private static LegDelivery Delivery(IServiceProvider provider, Destination destination, HubOptions hub)
    {
        var settings = provider.GetRequiredService<PerLeg<LegSettings>>().For(destination);
        var receipts = ActivatorUtilities.CreateInstance<ReceiptDeadlines>(provider, destination);
        return ActivatorUtilities.CreateInstance<LegDelivery>(
            provider,
            destination,
            settings,
            receipts,
            Connectors(provider, destination, hub),
            new HubConcurrencyLimiter(hub.Concurrency),
            ActivatorUtilities.CreateInstance<AttemptRecords>(provider, destination, receipts),
            ActivatorUtilities.CreateInstance<DeliveryLoader>(provider, destination),
            ActivatorUtilities.CreateInstance<AttemptSender>(provider, settings, receipts)
        );
    }
}
