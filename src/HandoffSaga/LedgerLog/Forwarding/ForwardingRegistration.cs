using HandoffSaga.Durability;
using HandoffSaga.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>Registers the channels to SMART-Ledger; they are independent, so a slow one delays no other.</summary>
internal static class ForwardingRegistration
{
    /// <summary>Call it after the ledger's log is registered, so that it stops before it.</summary>
    public static IServiceCollection AddLedgerForwarding(this IServiceCollection services, ForwardingOptions options)
    {
        services.AddSingleton<ForwardCursor>().AddSingleton<IHealthSource, ForwardingHealth>();
        if (options.Url is { } url)
            services.AddWay(provider => ActivatorUtilities.CreateInstance<HttpTarget>(provider, url));
        if (options.Broker)
            services.AddWay(provider => new BrokerTarget(provider.GetRequiredService<IRawPublisher>()));
        return services;
    }

    /// <summary>With a broker, the exchange that entries are published to.</summary>
    public static DurabilityConfigurator AddLedgerForwarding(this DurabilityConfigurator engine, bool overBroker) =>
        overBroker ? engine.RawExchange(BrokerTarget.Exchange) : engine;

    private static void AddWay<TReceiver>(this IServiceCollection services, Func<IServiceProvider, TReceiver> receiver)
        where TReceiver : class, IForwardingTarget
    {
        services.AddSingleton(receiver);
        services.AddKeyedSingleton(
            typeof(TReceiver),
            (provider, _) => ActivatorUtilities.CreateInstance<LedgerForwarder>(provider, provider.GetRequiredService<TReceiver>())
        );
        services.AddSingleton(provider => provider.GetRequiredKeyedService<LedgerForwarder>(typeof(TReceiver)));
        services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<ForwardingService>(
                provider,
                provider.GetRequiredKeyedService<LedgerForwarder>(typeof(TReceiver))
            )
        );
    }
}
