using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>A raw endpoint as it was registered, without its type parameter.</summary>
internal abstract class RawEndpoint(string queue, int concurrency, IReadOnlyList<RawBinding> bindings)
{
    public string Queue => queue;

    public int Concurrency => concurrency;

    public IReadOnlyList<RawBinding> Bindings => bindings;

    public abstract void Register(IServiceCollection services);

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="services">The container.</param>
    /// <param name="isTheMessages">Whether a failure is that of the message, not of what surrounds it.</param>
    public abstract void Configure(IReceiveEndpointConfigurator endpoint, IServiceProvider services, Func<Exception, bool> isTheMessages);
}

internal sealed class RawEndpoint<THandler>(string queue, int concurrency, IReadOnlyList<RawBinding> bindings)
    : RawEndpoint(queue, concurrency, bindings)
    where THandler : class, IRawMessageHandler
{
    public override void Register(IServiceCollection services) => services.AddSingleton<THandler>();

    public override void Configure(IReceiveEndpointConfigurator endpoint, IServiceProvider services, Func<Exception, bool> isTheMessages) =>
        endpoint.ConfigureReceive(receive =>
            receive.UseFilter(
                new RawReceiveFilter(
                    Queue,
                    // The handler may itself need the bus that is being configured here.
                    new Lazy<IRawMessageHandler>(services.GetRequiredService<THandler>),
                    isTheMessages,
                    services.GetRequiredService<PoisonQueue>(),
                    services.GetRequiredService<TimeProvider>(),
                    services.GetRequiredService<ILogger<RawReceiveFilter>>()
                )
            )
        );
}
