using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_the_broker_dies(RealServers servers) : IAsyncLifetime
{
    private const int Handoffs = 200;

    private RabbitMqServer _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await PrivateRabbitMq.Start();

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Signoffs_are_taken_all_the_same_and_all_complete_once_it_is_back()
    {
        await using var plant = await PlantSite.On(servers, _broker, hubsFail: "every:7");
        var replica = await plant.Start();
        await plant.Start();
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);

        var half = new TaskCompletionSource();
        var taken = 0;
        var sending = Parallel.ForEachAsync(
            Enumerable.Range(0, Handoffs),
            async (n, _) =>
            {
                await plant.Submit($"PKG-{n:D3}");
                if (Interlocked.Increment(ref taken) == Handoffs / 2)
                {
                    half.TrySetResult();
                }
            }
        );
        await half.Task;
        await _broker.Kill();
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.ServiceUnavailable);
        await sending;
        await _broker.StartAgain();

        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
    }
}
