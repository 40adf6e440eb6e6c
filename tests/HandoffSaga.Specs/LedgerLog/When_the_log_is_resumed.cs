using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Cli;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>The database is an older copy, and there is no newer one.</summary>
public sealed class When_the_log_is_resumed : IAsyncLifetime
{
    private readonly Prompt prompt = new();
    private readonly List<byte[]> seen = [];
    private Station station = null!;
    private StoreCopy copy = null!;
    private DateTimeOffset restoredAt;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Given a copy with one handoff done and one under way, and much that happened after it
        station = await Station.Started();
        prompt.Variables["HANDOFF_DataFolder"] = station.Folder;
        prompt.Variables["HANDOFF_Node__Id"] = "NODE-LP-001";
        prompt.Variables["HANDOFF_Ledger__Folder"] = "replica";
        await HandOff("PKG-1");
        station.Vault.Answers = ScriptedHub.Down;
        await station.Send(SampleSignoffs.For("PKG-UNDER-WAY", SampleSignoffs.ToNextNode()));
        await station.Until("PKG-UNDER-WAY", transfer => transfer is { Vault.Status: LegStatus.RetryPending, NextNode.Status: LegStatus.Complete });
        await Log();
        copy = await StoreCopy.Of(station);

        station.Vault.Answers = ScriptedHub.Accepted;
        station.Clock.Advance(TimeSpan.FromMinutes(1));
        await station.UntilComplete("PKG-UNDER-WAY");
        await HandOff("PKG-LOST");
        await Log();
    }

    public async ValueTask DisposeAsync()
    {
        await station.DisposeAsync();
        prompt.Dispose();
    }

    [Fact]
    public async Task It_is_halted_with_what_to_do_and_handing_off_goes_on()
    {
        await Restore(copy);
        await station.Start();
        using (var log = new Replica(station))
            (await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation))).Message.ShouldContain("handoff ledger resume --reason");
        await HandOff("PKG-MEANWHILE");
    }

    [Fact]
    public async Task Then_it_goes_on_and_contradicts_no_checkpoint_it_ever_published()
    {
        await Restore(copy);
        await station.Start();
        await HandOff("PKG-MEANWHILE");
        await Completed("PKG-UNDER-WAY");
        await StoreCopy.Stop(station);

        var resumed = await Resume();
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldContain("came back from the published log");

        await station.Start();
        await HandOff("PKG-LOST");
        var report = await Log();
        var said = report.Resumptions.ShouldHaveSingleItem();
        (said.Reason, said.By).ShouldBe(("the disk failed", "operator"));
        said.Branches.ShouldBeGreaterThanOrEqualTo(4, "two trails of the handoff under way, and those of the one that was handed in again");
        await StoreCopy.Stop(station);
        var verified = await prompt.Types("ledger", "verify");
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Error);
        verified.Error.ShouldContain("operator resumed the ledger");
        await station.Start();
    }

    [Fact]
    public async Task So_it_does_when_the_database_is_lost_altogether()
    {
        await Restore(StoreCopy.Nothing);
        (await Resume()).ExitCode.ShouldBe(0);
        await station.Start();
        await HandOff("PKG-1");
        (await Log()).Resumptions.ShouldHaveSingleItem().Held.ShouldBe(0);
    }

    [Fact]
    public async Task A_package_from_before_and_after_is_proved_with_the_entry_that_explains_it()
    {
        await Restore(copy);
        (await Resume()).ExitCode.ShouldBe(0);
        await station.Start();
        await Completed("PKG-UNDER-WAY");
        await Log();

        var vkey = (await prompt.Types("ledger", "checkpoint", "--vkey")).Output.Trim();
        (await prompt.Types("ledger", "prove", "PKG-UNDER-WAY", "--out", "proof.json")).ExitCode.ShouldBe(0);
        var proof = await prompt.Types("ledger", "verify-proof", "proof.json", "--vkey", vkey);
        proof.ExitCode.ShouldBe(0, proof.Error);
        proof.Output.ShouldContain("resume_ledger");
    }

    [Fact]
    public async Task A_second_time_there_is_nothing_to_resume()
    {
        await Restore(copy);
        (await Resume()).ExitCode.ShouldBe(0);
        (await Resume()).Error.ShouldContain("Nothing to resume");
        await station.Start();
        (await Log()).Resumptions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_waits_until_the_service_is_stopped()
    {
        var refused = await Resume();
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("in use by another process");
    }

    [Fact]
    public async Task Entries_that_nobody_holds_any_more_are_not_made_up()
    {
        await Restore(copy);
        Directory.Delete(Path.Combine(station.Folder, "replica", "tile"), recursive: true);
        var refused = await Resume();
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("Restore the newest copy of that folder");
        await station.Start();
    }

    [Fact]
    public async Task A_published_entry_that_was_changed_is_not_taken_back()
    {
        await Restore(copy);
        var bundle = Directory.GetFiles(Path.Combine(station.Folder, "replica", "tile", "entries"), "*", SearchOption.AllDirectories).OrderBy(file => new FileInfo(file).Length).Last();
        var bytes = await File.ReadAllBytesAsync(bundle, Cancellation);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Cancellation);
        var refused = await Resume();
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("are not those of the head that was signed");
        await station.Start();
    }

    [Fact]
    public async Task Nor_behind_a_checkpoint_that_another_replica_published()
    {
        // Given a replica that published more than this one
        await HandOff("PKG-MORE");
        using (var other = await new Replica(station, "other").Opened())
        {
            await other.CatchUp();
            prompt.Write("other.txt", other.Head.Current!.Note.ToString());
        }

        File.Delete(Path.Combine(station.Folder, "ledger.key.head"));
        await Restore(copy);
        var refused = await prompt.Types("ledger", "resume", "--reason", "the disk failed", "--checkpoint", "other.txt");
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("does not hold them all");
        await station.Start();
    }

    private Task<Outcome> Resume() => prompt.Types("ledger", "resume", "--reason", "the disk failed");

    // All of it is verified, and every checkpoint that anybody has seen.
    private async Task<LedgerReport> Log()
    {
        using var log = await new Replica(station).Opened();
        await log.CatchUp();
        seen.Add(log.Head.Current!.Note.ToBytes());
        var tiles = new FolderTiles(log.Options.Folder);
        byte[][] notes = [.. seen, .. PublishedCheckpoints.In(log.Options.Folder).Select(kept => kept.Note)];
        var report = await new LogVerifier(tiles, log.Key, []).Verify(notes, tiles.Partials(), Cancellation);
        report.Findings.ShouldBeEmpty();
        return report;
    }

    private async Task HandOff(string packageId)
    {
        await station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await Completed(packageId);
    }

    // What was complete before the copy was restored does not count.
    private Task<TransferState> Completed(string packageId) => station.Until(packageId, transfer => transfer.CompletedAt > restoredAt);

    // The clock goes on meanwhile, so that what the copy has scheduled is due.
    private async Task Restore(StoreCopy what)
    {
        await what.Restore(station);
        restoredAt = station.Clock.GetUtcNow();
        station.Clock.Advance(TimeSpan.FromMinutes(1));
    }
}
