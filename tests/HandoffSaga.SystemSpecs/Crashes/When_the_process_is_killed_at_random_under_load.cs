using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Crashes;

public sealed class When_the_process_is_killed_at_random_under_load
{
    private const int InRound = 75;

    private static readonly int Kills = Rounds.Of(all: 8, few: 3);
    private static readonly int Handoffs = Kills * InRound;

    [Fact]
    public async Task Every_accepted_signoff_completes_and_each_hub_took_each_package_once()
    {
        // Given hubs that fail every fifth package once
        await using var station = await RealStation.With(vaultFails: "every:5", floorFails: "every:5");
        await station.Start();
        var accepted = 0;

        // When the process is killed again and again, while Guardian sends each signoff until it is answered
        var random = new Random(20250601);
        for (var kill = 0; kill < Kills; kill++)
        {
            var batch = Enumerable.Range(kill * InRound, InRound).Select(n => $"PKG-{n:D4}").ToArray();
            var enough = random.Next(batch.Length / 4, batch.Length);
            var answered = 0;
            var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var sending = Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (package, _) =>
                {
                    if (await station.Submit(package) is HttpStatusCode.Accepted && Interlocked.Increment(ref answered) == enough)
                    {
                        dead.TrySetResult();
                    }
                }
            );
            await Task.WhenAny(dead.Task, sending);
            await station.Process.Kill();
            await sending;
            await station.Start();
            accepted += await SendAgain(station, batch);
        }

        // Then
        accepted.ShouldBe(Handoffs);
        await station.UntilComplete(Handoffs);
        station.Vault.AcceptedByKey.Count.ShouldBe(Handoffs);
        station.Vault.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        station.Floor.AcceptedByKey.Count.ShouldBe(Handoffs);
        station.Floor.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        station
            .Vault.Received.Concat(station.Floor.Received)
            .ShouldNotContain(r => r.Answer.StartsWith("rejected", StringComparison.Ordinal));
        station.Vault.Received.Count(r => !r.Accepted).ShouldBeGreaterThanOrEqualTo(Handoffs / 5);
    }

    // 202 or 200: it is on disk either way.
    private static async Task<int> SendAgain(RealStation station, string[] batch)
    {
        var taken = 0;
        foreach (var package in batch)
        {
            (await station.Submit(package)).ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
            taken++;
        }

        return taken;
    }
}
