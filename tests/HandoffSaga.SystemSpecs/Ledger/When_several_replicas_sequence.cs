using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Plant;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>Dispatchers on machines of their own: one database, one ledger key, and each publishes from its own folder.</summary>
public sealed class When_several_replicas_sequence(RealServers servers)
{
    private const int Replicas = 3;
    private const int Rounds = 4;
    private const int HandoffsEach = 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_write_one_log_though_they_are_killed()
    {
        // Given replicas that race for each group of events
        await using var plant = await PlantSite.On(servers);
        var logs = Enumerable.Range(0, Replicas).Select(n => LogOf(plant, n)).ToArray();
        for (var n = 0; n < Replicas; n++)
            await plant.Start(Settings(plant, n));

        // When one is killed in the middle of it, each time another, and comes back
        for (var round = 0; round < Rounds; round++)
        {
            var victim = plant.Replicas[0];
            using var writes = new FolderWrites(logs[round % Replicas].Folder);
            var sending = Parallel.ForAsync(0, HandoffsEach, Cancellation, async (n, _) => await plant.Submit($"PKG-{round}-{n:D2}"));
            await writes.After(7 + (5 * round));
            plant.Replicas.RemoveAt(0);
            await victim.DisposeAsync();
            await sending;
            await plant.Start(Settings(plant, round % Replicas));
        }

        await plant.UntilComplete(Rounds * HandoffsEach);

        // Then each has published all of one and the same log, and no checkpoint of one contradicts one of another
        var events = await plant.Rows("ledger_entries");
        foreach (var log in logs)
            await log.Until(head => head.Checkpoint.Size == events);
        var notes = logs.SelectMany(log => log.Checkpoints()).ToArray();
        foreach (var log in logs)
            (await log.ShouldVerify(notes)).Entries.ShouldBe(events);
        (await plant.Rows("ledger_index i JOIN ledger_entries e ON e.seq >= i.first_seq AND e.seq < i.first_seq + i.entries")).ShouldBe(
            events
        );
        (await plant.Rows("ledger_identity")).ShouldBe(1);
    }

    [Fact]
    public async Task One_with_another_key_sequences_nothing_and_says_so()
    {
        await using var plant = await PlantSite.On(servers);
        await plant.Start(Settings(plant, 0));
        await LogOf(plant, 0).Until(_ => true);

        var folder = Path.Combine(plant.Folder, "stranger");
        NoteKeyFile.Create(Path.Combine(folder, "ledger.key"), "handoff.local/NODE-001", NoteKeyType.Ed25519).Dispose();
        var stranger = await plant.Start(("DataFolder", folder));
        await plant.Submit("PKG-1");
        await plant.UntilComplete(1);
        await LogOf(plant, 0).Until(head => head.Checkpoint.Size > 0);

        stranger.Messages.ShouldContain("LEDGER HALTED");
        stranger.Messages.ShouldContain("Give this replica the same key");
        File.Exists(Path.Combine(folder, "ledger", "checkpoint")).ShouldBeFalse();
    }

    [Fact]
    public async Task Indexes_that_were_taken_away_halt_the_log_and_handing_off_goes_on()
    {
        // Given a log that runs
        await using var plant = await PlantSite.On(servers);
        var replica = await plant.Start(Settings(plant, 0));
        await plant.Submit("PKG-1");
        await plant.UntilComplete(1);
        var events = await plant.Rows("ledger_entries");
        await LogOf(plant, 0).Until(head => head.Checkpoint.Size == events);

        // When whoever owns the database removes its indexes
        await plant.Database.Execute("ALTER TABLE ledger_index DISABLE TRIGGER ledger_index_refuse; DELETE FROM ledger_index");
        await plant.Submit("PKG-2");

        // Then nothing is signed over what is left
        await When_messages_go_over_a_broker.Until(() =>
            Task.FromResult(replica.Messages.Contains("LEDGER HALTED", StringComparison.Ordinal))
        );
        replica.Messages.ShouldContain($"indexes do not end where its checkpoint of {events} entries does");
        await plant.UntilComplete(2);
    }

    private static (string, string)[] Settings(PlantSite plant, int replica) =>
        [
            ("DataFolder", Path.Combine(plant.Folder, $"data-{replica}")),
            ("Ledger__KeyFile", Path.Combine(plant.Folder, "shared", "ledger.key")),
        ];

    private static PublishedLog LogOf(PlantSite plant, int replica) =>
        new(Path.Combine(plant.Folder, $"data-{replica}", "ledger"), Path.Combine(plant.Folder, "shared", "ledger.key"));
}
