using System.Text;
using HandoffSaga.Ledger;
using HandoffSaga.Specs.Ledger.Tree;

namespace HandoffSaga.Specs.Ledger.Tiles;

public sealed class When_a_log_is_published
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_checkpoint_is_the_head_of_its_entries()
    {
        using var log = await LogOnDisk.Of(3, 300, 700);
        File.ReadAllText(log.PathOf("checkpoint")).ShouldBe(log.Head!.Note.ToString());
        (await log.Tree.Root(Cancellation)).ShouldBe(NaiveTree.Root([.. log.Entries]));
        log.Head.Checkpoint.Root.ToArray().ShouldBe(NaiveTree.Root([.. log.Entries]));
    }

    [Fact]
    public async Task Every_proof_is_that_of_the_RFC()
    {
        using var log = await LogOnDisk.Of(600);
        byte[][] entries = [.. log.Entries];
        foreach (var index in new[] { 0, 1, 255, 256, 511, 512, 598, 599 })
        {
            (await log.Tree.ProveInclusion(index, Cancellation)).ShouldBe(NaiveTree.Path(index, entries));
            (await log.Tree.Entry(index, Cancellation)).ShouldBe(entries[index]);
        }

        foreach (var earlier in new[] { 1, 2, 3, 255, 256, 257, 512, 599, 600 })
            (await log.Tree.ProveConsistency(earlier, Cancellation)).ShouldBe(NaiveTree.Proof(earlier, entries));
    }

    [Fact]
    public async Task An_earlier_checkpoint_can_still_be_proved_when_its_partial_tiles_are_gone()
    {
        using var log = await LogOnDisk.Of(100, 300);
        File.Exists(log.PathOf("tile/0/000.p/100")).ShouldBeFalse();
        (await new TreeTiles(log.Tiles, 100).Root(Cancellation)).ShouldBe(NaiveTree.Root([.. log.Entries.Take(100)]));
        (await log.Tiles.ReadTile(TilePath.Entries(0, 100), Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Each_published_size_has_its_partial_tiles()
    {
        using var log = await LogOnDisk.Of(5, 9);
        log.Tiles.Partials()
            .Order(Comparer<TilePath>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())))
            .Select(path => path.ToString())
            .ShouldBe(["tile/0/000.p/5", "tile/0/000.p/9", "tile/entries/000.p/5", "tile/entries/000.p/9"]);
        PublishedCheckpoints.In(log.Folder).Select(kept => kept.Size).ShouldBe([5, 9]);
    }

    [Fact]
    public async Task Old_checkpoints_are_thinned_to_the_last_of_each_256_and_the_log_verifies()
    {
        const int all = TileFolder.AllCheckpointsOf;
        int[] sizes = [100, 200, 256, 300, 400, 500, 700, all - 5, all, all + 10, all + 256, all + 300, all + 512];
        using var log = await LogOnDisk.Of(sizes);

        PublishedCheckpoints
            .In(log.Folder)
            .Select(kept => kept.Size)
            .ShouldBe([256, 500, 700, all - 5, all, all + 10, all + 256, all + 300, all + 512]);
        (await log.Verify()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_writer_that_died_goes_on_from_the_checkpoint()
    {
        using var log = await LogOnDisk.Of(250);
        for (var number = 250; number < 300; number++)
            log.Append(log.Next(number));
        var withoutCrash = log.Entries.ToArray();

        await log.Reopen();
        foreach (var entry in withoutCrash.Skip(250))
            log.Append(entry);
        await log.PublishUpTo(300);

        (await log.Verify()).Findings.ShouldBeEmpty();
        log.Head!.Checkpoint.Root.ToArray().ShouldBe(NaiveTree.Root(withoutCrash));
    }

    [Fact]
    public async Task A_checkpoint_of_something_else_is_not_published()
    {
        using var log = await LogOnDisk.Of(10);
        var writer = await TileFolder.Open(log.Folder, 10, Cancellation);
        writer.Append("{}"u8);
        Should.Throw<ArgumentException>(() => writer.Publish(log.Head!));
    }

    [Fact]
    public async Task A_folder_that_lost_a_tile_is_not_written_on()
    {
        using var log = await LogOnDisk.Of(300);
        File.Delete(log.PathOf("tile/0/001.p/44"));
        (await Should.ThrowAsync<MissingTileException>(() => TileFolder.Open(log.Folder, 300, Cancellation))).Tile.ShouldBe(
            new TilePath(0, 1, 44)
        );
    }

    [Fact]
    public async Task An_entry_has_at_most_sixteen_bits_of_length()
    {
        using var log = await LogOnDisk.Of(1);
        log.Append(new byte[LedgerEntry.LongestBytes]);
        Should.Throw<ArgumentException>(() => log.Append(new byte[LedgerEntry.LongestBytes + 1]));
    }

    [Fact]
    public async Task A_bundle_is_lengths_and_entries()
    {
        using var log = await LogOnDisk.Of(2);
        var bundle = File.ReadAllBytes(log.PathOf("tile/entries/000.p/2"));
        var first = log.Entries[0];
        bundle[..2].ShouldBe([(byte)(first.Length >> 8), (byte)first.Length]);
        Encoding.UTF8.GetString(bundle, 2, first.Length).ShouldBe(Encoding.UTF8.GetString(first));
    }

    [Fact]
    public async Task Nothing_unfinished_is_left_behind()
    {
        using var log = await LogOnDisk.Of(5, 600);
        Directory.EnumerateFiles(log.Folder, ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
