using System.Text.Json;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Station;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>
/// MassTransit as it comes, over the broker: in-memory repository and outbox, so that nothing of the saga is durable. The same five
/// messages with the same payload, on the same kind of queues.
/// </summary>
internal sealed class MassTransitOverRabbit(Uri broker) : IVariant
{
    private const int Prefetch = 64;
    private const int Concurrency = 32;

    private IHost? _host;

    public event Action<string>? Completed;

    public async Task Start()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter("peer", false));
            bus.AddSagaStateMachine<MassTransitInMemory.Machine, MassTransitInMemory.TransferRow>().InMemoryRepository();
            bus.AddConsumer<MassTransitInMemory.VaultConsumer>();
            bus.AddConsumer<MassTransitInMemory.NextNodeConsumer>();
            bus.AddConfigureEndpointsCallback(
                (context, _, endpoint) =>
                {
                    endpoint.UseInMemoryOutbox(context);
                    (endpoint as IRabbitMqReceiveEndpointConfigurator)?.SetQuorumQueue();
                }
            );
            bus.UsingRabbitMq(
                (context, configurator) =>
                {
                    configurator.Host(broker);
                    configurator.ConfigureJsonSerializerOptions(options =>
                    {
                        options.WriteIndented = false;
                        return options;
                    });
                    configurator.PrefetchCount = Prefetch;
                    configurator.ConcurrentMessageLimit = Concurrency;
                    configurator.ConfigureEndpoints(context);
                }
            );
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        _host = builder.Build();
        MassTransitInMemory.Machine.Completed += Forward;
        await _host.StartAsync();
    }

    public Task Submit(string packageId, byte[] signoff) =>
        _host!
            .Services.GetRequiredService<IBus>()
            .Publish(new MassTransitInMemory.Signed(NewId.NextGuid(), packageId, JsonSerializer.Deserialize<JsonElement>(signoff)));

    public async ValueTask DisposeAsync()
    {
        MassTransitInMemory.Machine.Completed -= Forward;
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    private void Forward(string packageId) => Completed?.Invoke(packageId);
}
