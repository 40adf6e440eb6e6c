using HandoffSaga.Durability;
using HandoffSaga.Hubs.Amqp;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Hubs;

/// <summary>Registers the queues between the saga and the hubs.</summary>
internal static class HubEndpoints
{
    private const string VaultLeg = "handoff.vault-leg";
    private const string NextNodeLeg = "handoff.next-node-leg";

    // Room for legs that wait for a slot, so that they are shown as preparing; the rest of a backlog stays pending in the queue.
    private const int WaitingRoom = 2;

    // The largest number of receipts that wait for a group commit at the same time.
    private const int ReceiptConcurrency = 64;

    /// <summary>The queues of the saga's commands; with a broker also the hubs' exchanges and the queue of their receipts.</summary>
    public static DurabilityConfigurator AddHubs(this DurabilityConfigurator engine, PerLeg<HubOptions> hubs, bool overBroker)
    {
        engine
            .Consumer<VaultTransferConsumer>(VaultLeg, hubs.Vault.Concurrency * WaitingRoom)
            .Consumer<NextNodeTransferConsumer>(NextNodeLeg, hubs.NextNode.Concurrency * WaitingRoom);
        if (!overBroker)
            return engine;

        // Receipts are taken also while no hub is configured for the broker: late ones complete their legs all the same.
        engine.RawEndpoint<ReceiptIntake>(HubExchanges.Receipts, ReceiptConcurrency);
        if (hubs.Vault.Connector == Connectors.Amqp)
            engine.RawExchange(HubExchanges.Vault);
        if (hubs.NextNode.Connector == Connectors.Amqp)
            engine.RawExchange(HubExchanges.Nodes);
        return engine;
    }

    /// <summary>How a leg's answer reaches the saga.</summary>
    public static IServiceCollection AddLegReplies(this IServiceCollection services, bool overBroker) =>
        overBroker ? services.AddSingleton<ILegReplies, PublishedReplies>() : services.AddSingleton<ILegReplies, DispatchedReplies>();

    /// <summary>How a leg's answer reaches the saga: unless it goes over the broker, nothing on the broker can forge one.</summary>
    public static DurabilityConfigurator AddLegReplies(this DurabilityConfigurator engine, bool overBroker) =>
        overBroker
            ? engine
            : engine
                .InProcessOnly<VaultTransferCompleted>()
                .InProcessOnly<VaultTransferFaulted>()
                .InProcessOnly<NextNodeTransferCompleted>()
                .InProcessOnly<NextNodeTransferFaulted>();
}
