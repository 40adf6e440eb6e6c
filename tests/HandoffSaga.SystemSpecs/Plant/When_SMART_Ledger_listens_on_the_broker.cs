using System.Text.Json;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>What is bound to <c>smart-ledger.entries</c> gets the whole ledger in its order, whatever happens to the dispatchers.</summary>
public sealed class When_SMART_Ledger_listens_on_the_broker(RealServers servers)
{
    private const string Queue = "smart-ledger";
    private const int Handoffs = 30;

    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_every_entry_although_it_came_late_and_a_dispatcher_was_killed()
    {
        await using var plant = await PlantSite.On(servers);
        var first = await plant.Start();
        await plant.Submit("PKG-EARLY");
        await plant.UntilComplete(1);
        await Bind(plant.Broker);

        for (var n = 0; n < Handoffs / 2; n++)
            await plant.Submit($"PKG-{n:D3}");
        await first.Kill();
        plant.Replicas.Clear();
        await plant.Start();
        await plant.Start();
        for (var n = Handoffs / 2; n < Handoffs; n++)
            await plant.Submit($"PKG-{n:D3}");
        await plant.UntilComplete(Handoffs + 1);

        var events = await plant.Rows("ledger_entries");
        var taken = await UntilTaken(plant.Broker, events);
        taken.Count.ShouldBe((int)events);
        taken.Distinct().Count().ShouldBe((int)events, "each event once");
        (await plant.Broker.Exchanges()).ShouldContain("smart-ledger.entries");
        await first.DisposeAsync();
    }

    private static async Task Bind(VirtualHost broker)
    {
        await using var channel = await broker.Channel();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancellation);
        await channel.QueueBindAsync(Queue, "smart-ledger.entries", "", cancellationToken: Cancellation);
    }

    /// <summary>The event ids in the order of the log; what comes twice must be the same, and nothing may come early.</summary>
    private static async Task<List<string>> UntilTaken(VirtualHost broker, long events)
    {
        var kept = new List<string>();
        await using var channel = await broker.Channel();
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (kept.Count < events)
        {
            if (await channel.BasicGetAsync(Queue, autoAck: true, patience.Token) is not { } delivery)
            {
                await look.WaitForNextTickAsync(patience.Token);
                continue;
            }

            delivery.BasicProperties.Persistent.ShouldBeTrue();
            var batch = JsonSerializer.Deserialize<JsonElement>(delivery.Body.Span);
            var index = batch.GetProperty("first_index").GetInt32();
            index.ShouldBeLessThanOrEqualTo(kept.Count, "a batch came before the one it follows");
            foreach (var id in batch.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("event_id").GetString()!))
            {
                if (index == kept.Count)
                    kept.Add(id);
                kept[index++].ShouldBe(id);
            }
        }

        return kept;
    }
}
