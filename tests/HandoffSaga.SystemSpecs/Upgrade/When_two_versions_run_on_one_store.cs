using HandoffSaga.SystemSpecs.Plant;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Upgrade;

/// <summary>A rolling deployment, and the way back from it.</summary>
public sealed class When_two_versions_run_on_one_store(RealServers servers)
{
    private const int InTurn = 20;

    public static TheoryData<string> Versions => OlderProgram.Kept;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Each_works_beside_the_other_and_the_older_one_works_when_this_one_is_gone(string version)
    {
        using var older = await OlderProgram.Unpack(version);

        // Given a plant of the version before, whose hubs fail now and then
        await using var plant = await PlantSite.On(servers, hubsFail: "every:7");
        var before = await plant.Start(older.Program, Replica(plant, "older"));
        await Submit(plant, 0);

        // When this version starts beside it, which brings the schema up to date, and signoffs go to both
        var now = await plant.Start(Replica(plant, "newer"));
        await Submit(plant, 1);

        // And the older one is killed and starts again on the newer schema
        plant.Replicas.Remove(before);
        await before.Kill();
        await Submit(plant, 2);
        await plant.Start(older.Program, Replica(plant, "older"));
        await Submit(plant, 3);

        // And this version is taken back
        plant.Replicas.Remove(now);
        await now.Kill();
        await Submit(plant, 4);

        // Then nothing is lost, nothing is doubled, and either version's auditor finds the ledger whole
        await plant.UntilComplete(5 * InTurn);
        await plant.EachHubTookEachPackageOnce(5 * InTurn);
        foreach (var replica in new[] { "older", "newer" })
        {
            var verified = await plant.Runs(Replica(plant, replica), "ledger", "verify");
            verified.ExitCode.ShouldBe(0, replica + verified.Text + verified.Error);
        }

        await before.DisposeAsync();
        await now.DisposeAsync();
    }

    private static (string Key, string Value)[] Replica(PlantSite plant, string name) =>
        [("DataFolder", Path.Combine(plant.Folder, name)), ("Ledger__KeyFile", Path.Combine(plant.Folder, "ledger.key"))];

    private static Task Submit(PlantSite plant, int turn) =>
        Parallel.ForEachAsync(Enumerable.Range(turn * InTurn, InTurn), async (n, _) => await plant.Submit($"PKG-{n:D3}"));
}
