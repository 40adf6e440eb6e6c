using System.Text.Json;
using HandoffSaga.Benchmarks.Driving;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>
/// MassTransit as it comes: in-memory bus, in-memory repository and outbox, nothing durable. The same five messages with the same payload.
/// </summary>
internal sealed class MassTransitInMemory : IVariant
{
    private IHost? _host;

    public event Action<string>? Completed;

    public async Task Start()
    {
        Machine.Completed += Forward;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<Machine, TransferRow>().InMemoryRepository();
            bus.AddConsumer<VaultConsumer>();
            bus.AddConsumer<NextNodeConsumer>();
            bus.AddConfigureEndpointsCallback((context, _, endpoint) => endpoint.UseInMemoryOutbox(context));
            bus.UsingInMemory(
                (context, configurator) =>
                {
                    configurator.ConfigureJsonSerializerOptions(options =>
                    {
                        options.WriteIndented = false;
                        return options;
                    });
                    configurator.ConcurrentMessageLimit = 32;
                    configurator.ConfigureEndpoints(context);
                }
            );
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public Task Submit(string packageId, byte[] signoff) =>
        _host!
            .Services.GetRequiredService<IBus>()
            .Publish(new Signed(NewId.NextGuid(), packageId, JsonSerializer.Deserialize<JsonElement>(signoff)));

    public async ValueTask DisposeAsync()
    {
        Machine.Completed -= Forward;
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    private void Forward(string packageId) => Completed?.Invoke(packageId);

    internal sealed record Signed(Guid TransferKey, string PackageId, JsonElement Signoff);

    internal sealed record VaultRequested(Guid TransferKey, JsonElement Package);

    internal sealed record NextNodeRequested(Guid TransferKey, string PackageId, string Station);

    internal sealed record VaultDone(Guid TransferKey, string Receipt);

    internal sealed record NextNodeDone(Guid TransferKey, string Receipt);

    internal sealed class TransferRow : SagaStateMachineInstance
    {
        public Guid CorrelationId { get; set; }
        public string CurrentState { get; set; } = "";
        public string PackageId { get; set; } = "";
        public string? VaultReceipt { get; set; }
        public string? NextNodeReceipt { get; set; }
        public int Legs { get; set; }
    }

    internal sealed class Machine : MassTransitStateMachine<TransferRow>
    {
        public Machine()
        {
            InstanceState(x => x.CurrentState);
            Event(() => Signoff, e => e.CorrelateById(c => c.Message.TransferKey));
            Event(() => Vault, e => e.CorrelateById(c => c.Message.TransferKey));
            Event(() => NextNode, e => e.CorrelateById(c => c.Message.TransferKey));
            CompositeEvent(() => Both, x => x.Legs, Vault, NextNode);
            Initially(
                When(Signoff)
                    .Then(c => c.Saga.PackageId = c.Message.PackageId)
                    .Publish(c => new VaultRequested(c.Saga.CorrelationId, c.Message.Signoff))
                    .Publish(c => new NextNodeRequested(c.Saga.CorrelationId, c.Saga.PackageId, "NODE-CP-001"))
                    .TransitionTo(Moving)
            );
            During(
                Moving,
                When(Vault).Then(c => c.Saga.VaultReceipt = c.Message.Receipt),
                When(NextNode).Then(c => c.Saga.NextNodeReceipt = c.Message.Receipt),
                When(Both).Then(c => Completed?.Invoke(c.Saga.PackageId)).Finalize()
            );
        }

        public static event Action<string>? Completed;

        public State Moving { get; private set; } = null!;
        public Event<Signed> Signoff { get; private set; } = null!;
        public Event<VaultDone> Vault { get; private set; } = null!;
        public Event<NextNodeDone> NextNode { get; private set; } = null!;
        public Event Both { get; private set; } = null!;
    }

    internal sealed class VaultConsumer : IConsumer<VaultRequested>
    {
        public Task Consume(ConsumeContext<VaultRequested> context) => context.Publish(new VaultDone(context.Message.TransferKey, "VH-1"));
    }

    internal sealed class NextNodeConsumer : IConsumer<NextNodeRequested>
    {
        public Task Consume(ConsumeContext<NextNodeRequested> context) =>
            context.Publish(new NextNodeDone(context.Message.TransferKey, "FH-1"));
    }
}
