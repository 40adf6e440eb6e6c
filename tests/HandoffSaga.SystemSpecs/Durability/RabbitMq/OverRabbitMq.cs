using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Durability.RabbitMq;

/// <summary>Any store, with a real broker as the bus.</summary>
public sealed class OverRabbitMq(RealServers servers, StoreUnderTest store, KeptMessagePath kept = KeptMessagePath.Broker) : StoreUnderTest
{
    internal VirtualHost Broker { get; private set; } = null!;

    public override bool LeasesOutliveTheProcess => store.LeasesOutliveTheProcess;

    public override async Task Create()
    {
        await store.Create();
        Broker = await (await servers.RabbitMq).NewVirtualHost();
    }

    public override void Use(DurabilityConfigurator durability) => store.Use(durability);

    public override void UseBus(DurabilityConfigurator durability) =>
        durability.UseRabbitMq(new RabbitMqOptions { Hosts = [Broker.Amqp], KeptMessages = kept });

    public override void Crash() => store.Crash();

    public override Task<IAsyncDisposable> TakeAway() => store.TakeAway();

    public override Task ChangeByAnotherWriter(Guid ticket, int more) => store.ChangeByAnotherWriter(ticket, more);

    public override Task<long> Count(string table) => store.Count(table);

    public override void TimeIs(DateTimeOffset now) => store.TimeIs(now);

    public override async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await store.DisposeAsync();
    }
}
