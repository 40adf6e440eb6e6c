using System.Diagnostics;
using System.Globalization;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_a_node_of_the_cluster_is_killed(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Signoffs = 400;
    private const int Batch = 20;
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromSeconds(10);

    private PrivatePostgres _postgres = null!;
    private RabbitMqCluster _cluster = null!;

    public async ValueTask InitializeAsync() => (_postgres, _cluster) = (await PrivatePostgres.Start(), await RabbitMqCluster.Start());

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Signoffs_go_on_from_the_others_within_ten_seconds_and_none_is_lost()
    {
        // Given two replicas and everyone else, who all know the three nodes
        await using var plant = await PythonPlant.On(_postgres, _cluster.Url);
        await plant.Start(replicas: 2);
        var packages = Enumerable.Range(0, Signoffs).Select(n => string.Create(CultureInfo.InvariantCulture, $"PKG-{n:D3}")).ToArray();
        var publishing = plant.Publish(packages);
        await plant.UntilAccepted(Signoffs / 4);

        // When the node that leads the signoff queue is killed under load
        var signoffs = (await _cluster.Seen[0].Queues())["handoff.signoffs"];
        signoffs.GetProperty("members").GetArrayLength().ShouldBe(3);
        var leader = _cluster.Find(signoffs.GetProperty("leader").GetString()!);
        await _cluster.Kill(leader);
        var gap = Stopwatch.StartNew();
        var accepted = await plant.Transfers();
        (accepted + Batch).ShouldBeLessThan(Signoffs);

        // Then
        await plant.UntilAccepted((int)accepted + 1);
        output.WriteLine($"Node {leader} led and was killed with {accepted} of {Signoffs} signoffs accepted; the next was accepted {gap.ElapsedMilliseconds} ms after the kill");
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
