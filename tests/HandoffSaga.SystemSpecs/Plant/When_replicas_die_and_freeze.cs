using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_replicas_die_and_freeze(RealServers servers)
{
    private const int InRound = 80;

    private static readonly int Freezes = Rounds.Of(all: 3, few: 1);
    private static readonly int Handoffs = Freezes * InRound;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_doubled()
    {
        // Given three replicas, and hubs that fail every seventh package once
        await using var plant = await PlantSite.On(servers, hubsFail: "every:7");
        var spared = await plant.Start();
        await plant.Start();
        await plant.Start();

        // When, under load, one is killed and one is frozen in each round, and the frozen one wakes up long after its attempts were given
        // up
        for (var round = 0; round < Freezes; round++)
        {
            var batch = Enumerable.Range(round * InRound, InRound).ToArray();
            var enough = new TaskCompletionSource();
            var taken = 0;
            var sending = Parallel.ForEachAsync(
                batch,
                async (n, _) =>
                {
                    await plant.Submit($"PKG-{n:D3}");
                    if (Interlocked.Increment(ref taken) == batch.Length / 3)
                    {
                        enough.TrySetResult();
                    }
                }
            );
            await enough.Task;
            var (killed, frozen) = (plant.Replicas[1], plant.Replicas[2]);
            plant.Replicas.RemoveRange(1, 2);
            await killed.Kill();
            await PlantSite.Signal(frozen, "STOP");
            await sending;
            await plant.UntilComplete((round + 1) * InRound);
            await PlantSite.Signal(frozen, "CONT");
            plant.Replicas.Add(frozen);
            await plant.Start();
            await killed.DisposeAsync();
        }

        // Then
        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        plant.Replicas[0].ShouldBe(spared);
    }
}
