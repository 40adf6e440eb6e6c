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
    private readonly Prompt _prompt = new();
    private readonly List<byte[]> _seen = [];
    private Station _station = null!;
    private StoreCopy _copy = null!;
    private DateTimeOffset _restoredAt;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Given a copy with one handoff done and one under way, and much that happened after it
        _station = await Station.Started();
        _prompt.Variables["HANDOFF_DataFolder"] = _station.Folder;
        _prompt.Variables["HANDOFF_Node__Id"] = "NODE-LP-001";
        _prompt.Variables["HANDOFF_Ledger__Folder"] = "replica";
        await HandOff("PKG-1");
        _station.Vault.Answers = ScriptedHub.Down;
        await _station.Send(SampleSignoffs.For("PKG-UNDER-WAY", SampleSignoffs.ToNextNode()));
        await _station.Until(
            "PKG-UNDER-WAY",
            transfer => transfer is { Vault.Status: LegStatus.RetryPending, NextNode.Status: LegStatus.Complete }
        );
        await Log();
        _copy = await StoreCopy.Of(_station);

        _station.Vault.Answers = ScriptedHub.Accepted;
        _station.Clock.Advance(TimeSpan.FromMinutes(1));
        await _station.UntilComplete("PKG-UNDER-WAY");
        await HandOff("PKG-LOST");
        await Log();
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        _prompt.Dispose();
    }

    [Fact]
    public async Task It_is_halted_with_what_to_do_and_handing_off_goes_on()
    {
        await Restore(_copy);
        await _station.Start();
        using (var log = new Replica(_station))
        {
            (await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation))).Message.ShouldContain(
                "handoff ledger resume --reason"
            );
        }

        await HandOff("PKG-MEANWHILE");
    }

    [Fact]
    public async Task Then_it_goes_on_and_contradicts_no_checkpoint_it_ever_published()
    {
        await Restore(_copy);
        await _station.Start();
        await HandOff("PKG-MEANWHILE");
        await Completed("PKG-UNDER-WAY");
        await StoreCopy.Stop(_station);

        var resumed = await Resume();
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldContain("were restored from the published log");

        await _station.Start();
        await HandOff("PKG-LOST");
        var report = await Log();
        var said = report.Resumptions.ShouldHaveSingleItem();
        (said.Reason, said.By).ShouldBe(("the disk failed", "operator"));
        said.Branches.ShouldBeGreaterThanOrEqualTo(4, "two trails of the handoff under way, and those of the one that was handed in again");
        await StoreCopy.Stop(_station);
        var verified = await _prompt.Types("ledger", "verify");
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Error);
        verified.Error.ShouldContain("operator resumed the ledger");
        await _station.Start();
    }

    [Fact]
    public async Task So_it_does_when_the_database_is_lost_altogether()
    {
        await Restore(StoreCopy.Nothing);
        (await Resume()).ExitCode.ShouldBe(0);
        await _station.Start();
        await HandOff("PKG-1");
        (await Log()).Resumptions.ShouldHaveSingleItem().Held.ShouldBe(0);
    }

    [Fact]
    public async Task A_package_from_before_and_after_is_proved_with_the_entry_that_explains_it()
    {
        await Restore(_copy);
        (await Resume()).ExitCode.ShouldBe(0);
        await _station.Start();
        await Completed("PKG-UNDER-WAY");
        await Log();

        var vkey = (await _prompt.Types("ledger", "checkpoint", "--vkey")).Output.Trim();
        (await _prompt.Types("ledger", "prove", "PKG-UNDER-WAY", "--out", "proof.json")).ExitCode.ShouldBe(0);
        var proof = await _prompt.Types("ledger", "verify-proof", "proof.json", "--vkey", vkey);
        proof.ExitCode.ShouldBe(0, proof.Error);
        proof.Output.ShouldContain("resume_ledger");
    }

    [Fact]
    public async Task A_second_time_there_is_nothing_to_resume()
    {
        await Restore(_copy);
        (await Resume()).ExitCode.ShouldBe(0);
        (await Resume()).Error.ShouldContain("Nothing to resume");
        await _station.Start();
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
        await Restore(_copy);
        Directory.Delete(Path.Combine(_station.Folder, "replica", "tile"), recursive: true);
        var refused = await Resume();
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("Restore the newest copy of that folder");
        await _station.Start();
    }

    [Fact]
    public async Task A_published_entry_that_was_changed_is_not_taken_back()
    {
        await Restore(_copy);
        var bundle = Directory
            .GetFiles(Path.Combine(_station.Folder, "replica", "tile", "entries"), "*", SearchOption.AllDirectories)
            .OrderBy(file => new FileInfo(file).Length)
            .Last();
        var bytes = await File.ReadAllBytesAsync(bundle, Cancellation);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Cancellation);
        var refused = await Resume();
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("are not those of the signed checkpoint");
        await _station.Start();
    }

    [Fact]
    public async Task Nor_behind_a_checkpoint_that_another_replica_published()
    {
        // Given a replica that published more than this one
        await HandOff("PKG-MORE");
        using (var other = await new Replica(_station, "other").Opened())
        {
            await other.CatchUp();
            _prompt.Write("other.txt", other.Head.Current!.Note.ToString());
        }

        File.Delete(Path.Combine(_station.Folder, "ledger.key.head"));
        await Restore(_copy);
        var refused = await _prompt.Types("ledger", "resume", "--reason", "the disk failed", "--checkpoint", "other.txt");
        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("does not have them all");
        await _station.Start();
    }

    private Task<Outcome> Resume() => _prompt.Types("ledger", "resume", "--reason", "the disk failed");

    // All of it is verified, and every checkpoint that anybody has seen.
    private async Task<LedgerReport> Log()
    {
        using var log = await new Replica(_station).Opened();
        await log.CatchUp();
        _seen.Add(log.Head.Current!.Note.ToBytes());
        var tiles = new FolderTiles(log.Options.Folder);
        byte[][] notes = [.. _seen, .. PublishedCheckpoints.In(log.Options.Folder).Select(kept => kept.Note)];
        var report = await new LogVerifier(tiles, log.Key, []).Verify(notes, tiles.Partials(), Cancellation);
        report.Findings.ShouldBeEmpty();
        return report;
    }

    private async Task HandOff(string packageId)
    {
        await _station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await Completed(packageId);
    }

    // What was complete before the copy was restored does not count.
    private Task<TransferState> Completed(string packageId) => _station.Until(packageId, transfer => transfer.CompletedAt > _restoredAt);

    // The clock goes on meanwhile, so that what the copy has scheduled is due.
    private async Task Restore(StoreCopy what)
    {
        await what.Restore(_station);
        _restoredAt = _station.Clock.GetUtcNow();
        _station.Clock.Advance(TimeSpan.FromMinutes(1));
    }
}
