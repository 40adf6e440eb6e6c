using System.Text.Json;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_events_are_sequenced : IAsyncLifetime
{
    private Station _station = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _station = await Station.Started();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task Every_event_of_a_handoff_stands_in_a_log_that_verifies()
    {
        using var log = await new Replica(_station).Opened();
        await HandOff("PKG-1");
        await log.CatchUp();

        var events = await _station.AllLedgerEntries();
        (await log.Verified()).Entries.ShouldBe(events.Count);
        var tree = new TreeTiles(new FolderTiles(log.Options.Folder), events.Count);
        var logged = new List<Guid>();
        for (var index = 0; index < events.Count; index++)
            logged.Add(LedgerEntry.Parse(await tree.Entry(index, Cancellation)).EventId);
        logged.ShouldBe(events.Select(entry => entry.EventId), ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_sequenced_while_another_process_published_is_published_as_it_was_committed()
    {
        using var log = await new Replica(_station).Opened();
        using (var another = new PublisherLock(log.Options.Folder))
        {
            another.Take().ShouldBeTrue();
            for (var n = 1; n <= 3; n++)
            {
                await HandOff($"PKG-{n}");
                await log.CatchUp();
            }
        }

        await HandOff("PKG-4");
        await log.CatchUp();

        (await log.Verified()).Entries.ShouldBe((await _station.AllLedgerEntries()).Count);
    }

    [Fact]
    public async Task A_later_package_carries_the_head_that_was_published_before()
    {
        using var log = await new Replica(_station).Opened();
        await HandOff("PKG-1");
        Audit("PKG-1").GetProperty("ledger_size").ValueKind.ShouldBe(JsonValueKind.Null);
        await log.CatchUp();
        await HandOff("PKG-2");

        var head = log.Head.Current!.Checkpoint;
        var chain = Audit("PKG-2");
        chain.GetProperty("ledger_origin").GetString().ShouldBe(Replica.Origin);
        chain.GetProperty("ledger_size").GetInt64().ShouldBe(head.Size);
        chain.GetProperty("ledger_root").GetString().ShouldBe(Convert.ToHexStringLower(head.Root.Span));
    }

    [Fact]
    public async Task A_replica_that_never_sequences_puts_the_newest_head_into_its_packages_all_the_same()
    {
        using var own = await new Replica(_station).Opened();
        using var other = await new Replica(_station, "other").Opened();
        for (var n = 1; n <= 3; n++)
        {
            await HandOff($"PKG-{n}");
            await other.CatchUp();
            await own.CatchUp();
        }

        await HandOff("PKG-4");

        other.Head.Current!.Checkpoint.Size.ShouldBeGreaterThan(0);
        Audit("PKG-4").GetProperty("ledger_size").GetInt64().ShouldBe(other.Head.Current.Checkpoint.Size);
    }

    [Fact]
    public async Task Two_replicas_that_try_at_once_make_one_log()
    {
        using var one = await new Replica(_station, "one", mostInGroup: 3).Opened();
        using var other = await new Replica(_station, "other", mostInGroup: 4).Opened();
        for (var n = 0; n < 5; n++)
        {
            await HandOff($"PKG-{n}");
            await Task.WhenAll(one.CatchUp(), other.CatchUp());
        }

        await one.CatchUp();
        await other.CatchUp();
        var events = (await _station.AllLedgerEntries()).Count;
        (await one.Verified()).Entries.ShouldBe(events);
        (await other.Verified()).Entries.ShouldBe(events);
        File.ReadAllText(Path.Combine(one.Options.Folder, "checkpoint"))
            .ShouldBe(File.ReadAllText(Path.Combine(other.Options.Folder, "checkpoint")));
    }

    [Fact]
    public async Task One_that_lost_the_race_goes_on_from_the_others_head()
    {
        using var one = await new Replica(_station, "one").Opened();
        using var other = await new Replica(_station, "other").Opened();
        await HandOff("PKG-1");
        await one.CatchUp();
        await HandOff("PKG-2");

        await other.CatchUp();
        (await other.Verified()).Entries.ShouldBe((await _station.AllLedgerEntries()).Count);

        // And one that finds nothing left to sequence publishes what the others have sequenced.
        await one.CatchUp();
        (await one.Verified()).Entries.ShouldBe((await _station.AllLedgerEntries()).Count);
    }

    [Fact]
    public async Task It_goes_on_after_a_restart()
    {
        using (var log = await new Replica(_station).Opened())
        {
            await HandOff("PKG-1");
            await log.CatchUp();
        }

        await _station.Restart();
        using var again = await new Replica(_station).Opened();
        again.Head.Current.ShouldNotBeNull("the last head counts from the start");
        await HandOff("PKG-2");
        await again.CatchUp();
        (await again.Verified()).Checkpoints.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Tiles_that_were_lost_are_made_again()
    {
        using (var log = await new Replica(_station).Opened())
        {
            await HandOff("PKG-1");
            await log.CatchUp();
            Directory.Delete(Path.Combine(log.Options.Folder, "tile"), recursive: true);
        }

        await HandOff("PKG-2");
        using var again = await new Replica(_station).Opened();
        await again.CatchUp();
        await again.Verified();
    }

    [Fact]
    public async Task The_key_is_made_once_and_only_its_owner_reads_it()
    {
        using var first = await new Replica(_station).Opened();
        using var second = await new Replica(_station).Opened();
        second.Key.ToString().ShouldBe(first.Key.ToString());
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(first.Options.KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task HandOff(string packageId)
    {
        await _station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await _station.UntilComplete(packageId);
    }

    private JsonElement Audit(string packageId)
    {
        var payload = _station.Vault.Deliveries.Single(delivery => delivery.IdempotencyKey == $"XFER-{packageId}:vault_hub").Payload;
        return JsonSerializer.Deserialize<JsonElement>(payload.Span).GetProperty("audit_chain");
    }
}
