using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Specs.Harness;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>Somebody tidies up, a disk is swapped: what is published comes from the database and is written again.</summary>
public sealed class When_published_files_are_missing : IAsyncLifetime
{
    private Station _station = null!;
    private Replica _log = null!;
    private int _packages;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => _log.Options.Folder;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        _log = await new Replica(_station, mostInGroup: 50).Opened();
        while (_log.Head.Current is not { Checkpoint.Size: > 600 })
        {
            foreach (var _ in Enumerable.Range(0, 20))
                await HandOff();
            await _log.Log.CatchUp(Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await _station.DisposeAsync();
    }

    public static TheoryData<string> Parts =>
        ["", "tile", "tile/entries", "tile/0/000", "tile/entries/001", "tile/1/000.p", "checkpoint", "tile/0/002.p", ".lock"];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task They_are_written_again_although_nothing_happens(string part)
    {
        Delete(part);

        await _log.Log.CatchUp(Cancellation);

        await ShouldBeWhole();
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task They_are_written_again_with_the_next_entries(string part)
    {
        Delete(part);
        await HandOff();

        await _log.Log.CatchUp(Cancellation);

        await ShouldBeWhole();
    }

    [Theory]
    [InlineData("tile/0/001", 100)]
    [InlineData("tile/entries/000", 0)]
    [InlineData("checkpoint", 0)]
    public async Task So_is_one_that_was_cut_off(string file, int length)
    {
        using (var cut = File.OpenWrite(Path.Combine(Folder, file)))
            cut.SetLength(length);

        await _log.Log.CatchUp(Cancellation);

        await ShouldBeWhole();
    }

    [Fact]
    public async Task From_a_database_that_was_changed_nothing_is_written_over_what_is_left()
    {
        var left = Path.Combine(Folder, "tile", "entries", "000");
        var before = File.ReadAllBytes(left);
        await Execute(
            "DROP TRIGGER ledger_entries_refuse_update; UPDATE ledger_entries SET entry = CAST(replace(CAST(entry AS TEXT), 'system', 'nobody') AS BLOB) WHERE seq = 2;"
        );
        Delete("tile/0/001");

        (await Should.ThrowAsync<LedgerHaltedException>(() => _log.Log.CatchUp(Cancellation))).Message.ShouldContain(
            "not those of the signed checkpoint"
        );

        File.ReadAllBytes(left).ShouldBe(before);
    }

    [Fact]
    public async Task It_is_said()
    {
        Delete("tile/0/001");

        await _log.Log.CatchUp(Cancellation);
        await _log.Log.CatchUp(Cancellation);

        _log.Said.All.Count.ShouldBe(2);
        _log.Said.All[0].Level.ShouldBe(LogLevel.Error);
        _log.Said.All[0].Line.ShouldContain("tile/0/001 is missing");
        _log.Said.All[1].Line.ShouldContain("is complete again");
    }

    [Fact]
    public async Task A_whole_folder_is_left_as_it_is()
    {
        await _log.Log.CatchUp(Cancellation);

        _log.Said.All.ShouldBeEmpty();
    }

    [Fact]
    public void In_a_large_log_they_are_found_in_turn()
    {
        var few = new PublishedFilesCheck(Folder, mostInLook: 1);
        Delete("tile/entries/001");

        // Four full bundles and tiles of 256 entries
        var size = _log.Head.Current!.Checkpoint.Size;
        Enumerable.Range(0, 4).Select(_ => few.FirstMissing(size)).OfType<string>().ShouldHaveSingleItem().ShouldBe("tile/entries/001");
    }

    private void Delete(string part)
    {
        var path = Path.Combine(Folder, part);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    private async Task ShouldBeWhole()
    {
        var report = await _log.Verified();
        report.Checkpoint!.Checkpoint.Size.ShouldBe((await _station.AllLedgerEntries()).Count);
        File.Exists(Path.Combine(Folder, ".lock")).ShouldBeTrue();
        Directory
            .EnumerateFiles(Path.Combine(Folder, "tile", "entries"), "*", SearchOption.TopDirectoryOnly)
            .Count()
            .ShouldBeGreaterThan(1);
    }

    private async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_station.Database}");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task HandOff()
    {
        var package = $"PKG-{++_packages}";
        await _station.Send(SampleSignoffs.For(package, SampleSignoffs.WorkflowComplete()));
        await _station.UntilComplete(package);
    }
}
