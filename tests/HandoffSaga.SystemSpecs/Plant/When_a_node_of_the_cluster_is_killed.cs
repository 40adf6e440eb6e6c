using System.Diagnostics;
using System.Globalization;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_a_node_of_the_cluster_is_killed(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Signoffs = 400;
    private const int Batch = 20;
    private const int First = 0;
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromSeconds(10);

    private PrivatePostgres _postgres = null!;
    private RabbitMqCluster _cluster = null!;

    public async ValueTask InitializeAsync() => (_postgres, _cluster) = (await PrivatePostgres.Start(), await RabbitMqCluster.Start());

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    public static TheoryData<string> Connected => [.. Rounds.Of("it", "another")];

    [Theory]
    [MemberData(nameof(Connected))]
    public async Task Whoever_is_connected_goes_on_with_the_others_within_ten_seconds_and_no_signoff_is_lost(string to)
    {
        if (to == "it")
        {
            await TheLeaderIsKilled(_cluster.Url);
            return;
        }

        await _cluster.LetLead(First, "handoff.signoffs", "handoff.vault-leg", "handoff.next-node-leg");
        await TheLeaderIsKilled(_cluster.UrlWithLast(First));
    }

    private async Task TheLeaderIsKilled(string url)
    {
        // Given two replicas and everyone else, who all know the three nodes
        await using var plant = await PythonPlant.On(_postgres, url);
        await plant.Start(replicas: 2);
        var packages = Enumerable.Range(0, Signoffs).Select(n => string.Create(CultureInfo.InvariantCulture, $"PKG-{n:D3}")).ToArray();
        var publishing = plant.Publish(packages);
        await plant.UntilAccepted(Signoffs / 4);

        // When the node that leads the signoff queue is killed under load
        var signoffs = (await _cluster.Seen[First].Queues())["handoff.signoffs"];
        signoffs.GetProperty("members").GetArrayLength().ShouldBe(3);
        var leader = _cluster.Find(signoffs.GetProperty("leader").GetString()!);
        await _cluster.Kill(leader);
        var gap = Stopwatch.StartNew();
        var accepted = await plant.Transfers();
        (accepted + Batch).ShouldBeLessThan(Signoffs);

        // Then
        await plant.UntilAccepted((int)accepted + 1);
        output.WriteLine(
            $"Node {leader} led and was killed with {accepted} of {Signoffs} signoffs accepted; the next was accepted {gap.ElapsedMilliseconds} ms after the kill"
        );
        gap.Elapsed.ShouldBeLessThan(GoesOnWithin);
        await publishing;
        await plant.UntilComplete(Signoffs);
        var pause = await plant.LongestPause();
        output.WriteLine($"The longest pause between two accepted signoffs was {pause.TotalMilliseconds:F0} ms");
        pause.ShouldBeLessThan(GoesOnWithin);
        output.WriteLine($"All complete {gap.Elapsed.TotalSeconds:F0} s after the kill");
        var survivor = _cluster.Seen[(leader + 1) % _cluster.Seen.Count];
        await plant.EverythingIsWhereItBelongs(packages, survivor);
    }
}
