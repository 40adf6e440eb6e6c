namespace HandoffSaga.Specs.Backups;

public sealed class When_a_backup_is_restored : IAsyncLifetime
{
    private BackedUpStation _station = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _station = await BackedUpStation.Started();
        (await _station.BacksUp()).ExitCode.ShouldBe(0);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task A_lost_station_is_as_it_was()
    {
        await _station.Loses();

        var restored = await _station.Restores();

        restored.ExitCode.ShouldBe(0, restored.Error);
        restored.Error.ShouldContain("handoff ledger verify");
        restored.Error.ShouldNotContain("ledger resume", Case.Sensitive, "store and ledger are equally old");
        await _station.Station.Start();
        (await _station.Station.Queries.Find("PKG-1", Ends)).ShouldNotBeNull();
        await _station.HandOff("PKG-2");
        await _station.Publish();
    }

    [Fact]
    public async Task A_ledger_that_is_still_on_the_machine_is_newer_and_stays()
    {
        await _station.HandOff("PKG-2");
        await _station.Publish();
        await _station.Loses(ledgerToo: false);
        var before = _station.Files();

        var restored = await _station.Restores();

        restored.ExitCode.ShouldBe(0, restored.Error);
        foreach (var kept in new[] { "ledger.key", "ledger.key.head", "replica" })
            restored.Error.ShouldContain($"Kept, because it was there: {Path.Combine(_station.Station.Folder, kept)}");
        restored.Error.ShouldContain("handoff ledger resume --reason");
        before.ShouldBeSubsetOf(_station.Files());
        var resumed = await _station.Prompt.Types("ledger", "resume", "--reason", "the disk failed");
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        await _station.Station.Start();
        await _station.HandOff("PKG-3");
        await _station.Publish();
        await LedgerLog.StoreCopy.Stop(_station.Station);
        var verified = await _station.Prompt.Types("ledger", "verify");
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Error);
    }

    [Fact]
    public async Task A_station_that_runs_is_left_alone()
    {
        var refused = await _station.Restores();

        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("in use by another process");
    }

    [Theory]
    [InlineData("handoff.db")]
    [InlineData("handoff.db-wal")]
    [InlineData("handoff.db-shm")]
    [InlineData("handoff.db-journal")]
    public async Task What_is_left_of_a_store_is_never_overwritten(string file)
    {
        await _station.Loses();
        await File.WriteAllTextAsync(Path.Combine(_station.Station.Folder, file), "newer", Ends);

        await ShouldTouchNothing(5, file, "mv ");
    }

    [Theory]
    [InlineData("handoff.db")]
    [InlineData("ledger.key")]
    [InlineData("ledger.key.head")]
    [InlineData("ledger/checkpoint")]
    public async Task A_file_that_was_changed_or_lost_in_the_backup_is_found_before_anything_is_touched(string name)
    {
        await _station.Loses();
        var file = Path.Combine(_station.Backup, name);
        var bytes = await File.ReadAllBytesAsync(file, Ends);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ends);

        await ShouldTouchNothing(6, name, "differs from the manifest");
        File.Delete(file);
        await ShouldTouchNothing(6, name, "is missing");
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("ledger/../../escape")]
    [InlineData("ledger/.lock")]
    [InlineData("handoff.db-wal")]
    public async Task A_manifest_cannot_name_a_file_elsewhere(string name)
    {
        await _station.Loses();
        var manifest = Path.Combine(_station.Backup, "manifest.json");
        var text = await File.ReadAllTextAsync(manifest, Ends);
        await File.WriteAllTextAsync(manifest, text.Replace("\"ledger.key.head\"", $"\"{name}\""), Ends);

        await ShouldTouchNothing(6, "names a file that no backup has");
    }

    [Fact]
    public async Task A_folder_without_a_manifest_is_no_backup()
    {
        await _station.Loses();
        File.Delete(Path.Combine(_station.Backup, "manifest.json"));

        await ShouldTouchNothing(3, "no manifest.json");
    }

    [Fact]
    public async Task Another_stations_backup_is_refused()
    {
        await _station.Loses();
        _station.Prompt.Variables["HANDOFF_Node__Id"] = "NODE-CP-001";

        await ShouldTouchNothing(5, "NODE-LP-001", "NODE-CP-001");
    }

    [Fact]
    public async Task Another_key_on_the_machine_is_refused()
    {
        await _station.Loses();
        await File.WriteAllTextAsync(Path.Combine(_station.Station.Folder, "ledger.key"), "another", Ends);

        await ShouldTouchNothing(5, "another key", "move ");
    }

    [Fact]
    public async Task A_head_that_is_older_than_the_backup_is_refused()
    {
        var head = Path.Combine(_station.Station.Folder, "ledger.key.head");
        var older = await File.ReadAllBytesAsync(head, Ends);
        await _station.HandOff("PKG-2");
        await _station.Publish();
        (await _station.BacksUp("newer")).ExitCode.ShouldBe(0);
        await _station.Loses();
        await File.WriteAllBytesAsync(head, older, Ends);

        await ShouldTouchNothing(5, "newer", ["is older than the backup"]);
    }

    [Fact]
    public async Task A_restore_that_was_killed_is_simply_made_again()
    {
        await _station.Loses();
        (await _station.Restores()).ExitCode.ShouldBe(0);
        File.Move(_station.Station.Database, _station.Station.Database + ".restoring");
        var bundle = Directory.GetFiles(Path.Combine(_station.LedgerFolder, "tile"), "*", SearchOption.AllDirectories)[0];
        File.Move(bundle, bundle + ".restoring");
        File.Delete(Path.Combine(_station.LedgerFolder, "checkpoint"));

        var again = await _station.Restores();

        again.ExitCode.ShouldBe(0, again.Error);
        await _station.Station.Start();
        await _station.HandOff("PKG-2");
        await _station.Publish();
    }

    private Task ShouldTouchNothing(int exitCode, params string[] words) => ShouldTouchNothing(exitCode, "backup", words);

    private async Task ShouldTouchNothing(int exitCode, string backup, string[] words)
    {
        var before = _station.Files();

        var refused = await _station.Restores(backup);

        refused.ExitCode.ShouldBe(exitCode, refused.Error);
        foreach (var word in words)
            refused.Error.ShouldContain(word);
        _station.Files().ShouldBe(before, ignoreOrder: true);
    }
}
