using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Verification;

public sealed class When_a_log_is_verified
{
    [Fact]
    public async Task An_untouched_log_is_clean()
    {
        using var log = await LogOnDisk.Of(0, 1, 2, 200, 255, 256, 257, 512, 700);
        var report = await log.Verify();
        report.Findings.ShouldBeEmpty();
        report.IsClean.ShouldBeTrue();
        (report.Entries, report.Checkpoints, report.Checkpoint!.Checkpoint.Size).ShouldBe((700, 10, 700));
        report.Trails.ShouldBe(180);
    }

    [Fact]
    public async Task A_log_that_is_not_there_is_not_clean()
    {
        using var log = new LogOnDisk();
        var report = await log.Verify();
        report.IsClean.ShouldBeFalse();
        report.Findings.ShouldHaveSingleItem().Kind.ShouldBe(LedgerFindingKind.BadCheckpoint);
    }

    [Fact]
    public async Task One_byte_of_one_entry_is_found_and_named()
    {
        using var log = await LogOnDisk.Of(700);
        Change(log, "tile/entries/001", log.Entries.Skip(256).Take(44).Sum(entry => entry.Length + 2) + 2 + 40);
        var found = (await log.Verify()).Findings;
        found.ShouldContain(finding =>
            finding.Kind == LedgerFindingKind.BadHash && finding.Where == "tile/entries/001" && finding.Index == 300
        );
        found.ShouldAllBe(finding => finding.Index >= 300 && finding.Kind != LedgerFindingKind.ForkedCheckpoint);
    }

    [Theory]
    [InlineData("tile/0/001", 300)]
    [InlineData("tile/0/002.p/188", 514)]
    public async Task One_byte_of_a_tile_is_found_and_named(string tile, int index)
    {
        using var log = await LogOnDisk.Of(700);
        Change(log, tile, ((index % 256) * 32) + 5);
        var finding = (await log.Verify()).Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(LedgerFindingKind.BadHash);
        finding.Index.ShouldBe(index);
        finding.Message.ShouldContain(tile);
    }

    [Fact]
    public async Task One_byte_of_an_upper_tile_is_found_and_named()
    {
        using var log = await LogOnDisk.Of(700);
        Change(log, "tile/1/000.p/2", 33);
        (await log.Verify())
            .Findings.ShouldHaveSingleItem()
            .Message.ShouldBe("Hash 1 in tile/1/000.p/2 is not the root of the tile below it.");
    }

    [Fact]
    public async Task One_byte_of_an_old_partial_tile_is_found_and_named()
    {
        using var log = await LogOnDisk.Of(600, 650, 700);
        Change(log, "tile/0/002.p/138", 3);
        Change(log, "tile/entries/002.p/88", 3);
        (await log.Verify()).Findings.Select(finding => finding.Where).Order().ShouldBe(["tile/0/002.p/138", "tile/entries/002.p/88"]);
    }

    [Theory]
    [InlineData("tile/entries/001", LedgerFindingKind.MissingEvent)]
    [InlineData("tile/0/001", LedgerFindingKind.MissingTile)]
    [InlineData("tile/1/000.p/2", LedgerFindingKind.MissingTile)]
    public async Task What_is_missing_is_named(string resource, LedgerFindingKind kind)
    {
        using var log = await LogOnDisk.Of(700);
        File.Delete(log.PathOf(resource));
        (await log.Verify()).Findings.ShouldContain(finding => finding.Kind == kind && finding.Where == resource);
    }

    [Fact]
    public async Task An_entry_without_a_leaf_is_found()
    {
        using var log = await LogOnDisk.Of(10);
        File.AppendAllText(log.PathOf("tile/entries/000.p/10"), "\0\u0002{}");
        (await log.Verify()).Findings.ShouldHaveSingleItem().Kind.ShouldBe(LedgerFindingKind.EventWithoutLeaf);
    }

    [Fact]
    public async Task A_history_written_anew_is_a_forked_checkpoint()
    {
        using var log = await LogOnDisk.Of(100);
        using var rewritten = new LogOnDisk();
        var writer = await TileFolder.Open(rewritten.Folder, 0, TestContext.Current.CancellationToken);
        foreach (var (index, entry) in log.Entries.Index())
            writer.Append(index == 99 ? (LedgerEntry.Parse(entry) with { Details = "delivered" }).ToCanonicalBytes() : entry);
        writer.Append(log.Next(100));
        var head = SignedCheckpoint.Sign(new Checkpoint(LogOnDisk.Origin, 101, writer.Root()), log.Key);
        writer.Publish(head);

        var alone = await LogVerifier.VerifyFolder(rewritten.Folder, log.Key.VerifierKey, [], [], TestContext.Current.CancellationToken);
        alone.Findings.ShouldNotContain(
            finding => finding.Kind == LedgerFindingKind.ForkedCheckpoint,
            "nobody can see it without an earlier head"
        );
        var known = await new LogVerifier(new FolderTiles(rewritten.Folder), log.Key.VerifierKey, []).Verify(
            [log.Head!.Note.ToBytes()],
            [],
            TestContext.Current.CancellationToken
        );
        known.Findings.ShouldContain(finding => finding.Kind == LedgerFindingKind.ForkedCheckpoint && finding.Where == "checkpoint of 100");
    }

    [Fact]
    public async Task A_checkpoint_by_another_key_is_found()
    {
        using var log = await LogOnDisk.Of(10);
        using var other = await LogOnDisk.Of(10);
        File.Copy(other.PathOf("checkpoint"), log.PathOf("checkpoint"), overwrite: true);
        (await log.Verify()).Findings.ShouldHaveSingleItem().Kind.ShouldBe(LedgerFindingKind.BadCheckpoint);
    }

    [Fact]
    public async Task A_trail_with_a_missing_a_repeated_or_a_foreign_entry_is_found()
    {
        using var log = await LogOnDisk.Of(30);
        var entries = Enumerable.Range(30, 31).Select(log.Next).ToArray();
        log.Append(entries[15]);
        await log.PublishUpTo(31);
        (await log.Verify()).Findings.ShouldHaveSingleItem().Kind.ShouldBe(LedgerFindingKind.TrailGap);

        log.Append(log.Entries[0]);
        await log.PublishUpTo(32);
        (await log.Verify())
            .Findings.Select(finding => finding.Kind)
            .ShouldBe([LedgerFindingKind.TrailGap, LedgerFindingKind.RepeatedEvent, LedgerFindingKind.TrailGap]);
    }

    [Fact]
    public async Task A_trail_that_names_another_predecessor_is_found()
    {
        using var log = await LogOnDisk.Of(30);
        var next = LedgerEntry.Parse(log.Next(30));
        log.Append((next with { PrevTrail = new string('a', 64) }).ToCanonicalBytes());
        await log.PublishUpTo(31);
        var finding = (await log.Verify()).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Index).ShouldBe((LedgerFindingKind.BrokenTrail, 30));
    }

    [Fact]
    public async Task Bytes_that_are_no_entry_are_found()
    {
        using var log = await LogOnDisk.Of(3);
        log.Append("{ }"u8.ToArray());
        await log.PublishUpTo(4);
        (await log.Verify()).Findings.ShouldHaveSingleItem().Kind.ShouldBe(LedgerFindingKind.UnreadableEntry);
    }

    private static void Change(LogOnDisk log, string resource, int at)
    {
        var bytes = File.ReadAllBytes(log.PathOf(resource));
        bytes[at] ^= 1;
        File.WriteAllBytes(log.PathOf(resource), bytes);
    }
}
