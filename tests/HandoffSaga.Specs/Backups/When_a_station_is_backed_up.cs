using System.Security.Cryptography;
using System.Text.Json;

namespace HandoffSaga.Specs.Backups;

public sealed class When_a_station_is_backed_up : IAsyncLifetime
{
    private BackedUpStation _station = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _station = await BackedUpStation.Started();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task It_has_store_ledger_and_key_and_a_manifest_with_the_digest_of_each()
    {
        var made = await _station.BacksUp();

        made.ExitCode.ShouldBe(0, made.Error);
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_station.Backup, "manifest.json"), Ends));
        manifest.RootElement.GetProperty("node_id").GetString().ShouldBe("NODE-LP-001");
        var ledger = manifest.RootElement.GetProperty("ledger");
        ledger.GetProperty("origin").GetString().ShouldBe("handoff.local/NODE-LP-001");
        ledger.GetProperty("size").GetInt64().ShouldBeGreaterThan(0);
        ledger.GetProperty("store_size").GetInt64().ShouldBe(ledger.GetProperty("size").GetInt64());
        var files = manifest.RootElement.GetProperty("files").EnumerateArray().ToList();
        files
            .Select(file => file.GetProperty("name").GetString())
            .ShouldBe(
                Directory
                    .EnumerateFiles(_station.Backup, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(_station.Backup, file))
                    .Where(name => name != "manifest.json"),
                ignoreOrder: true
            );
        new[] { "handoff.db", "ledger.key", "ledger.key.head", "ledger/checkpoint" }.ShouldBeSubsetOf(
            files.Select(file => file.GetProperty("name").GetString())
        );
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(_station.Backup, file.GetProperty("name").GetString()!), Ends);
            file.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            file.GetProperty("size").GetInt64().ShouldBe(bytes.Length);
        }
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        (await _station.BacksUp()).ExitCode.ShouldBe(0);

        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { "ledger.key", "handoff.db" })
            File.GetUnixFileMode(Path.Combine(_station.Backup, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_station.Backup).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task An_existing_backup_is_never_overwritten()
    {
        (await _station.BacksUp()).ExitCode.ShouldBe(0);
        var before = await File.ReadAllBytesAsync(Path.Combine(_station.Backup, "manifest.json"), Ends);
        await _station.HandOff("PKG-2");

        var again = await _station.BacksUp();

        again.ExitCode.ShouldBe(5);
        again.Error.ShouldContain("never overwritten");
        (await File.ReadAllBytesAsync(Path.Combine(_station.Backup, "manifest.json"), Ends)).ShouldBe(before);
    }

    [Fact]
    public async Task A_ledger_that_lacks_what_it_signed_is_no_backup()
    {
        Directory.Delete(Path.Combine(_station.LedgerFolder, "tile", "entries"), recursive: true);

        await ShouldMakeNone("does not have them all");
    }

    [Fact]
    public async Task A_published_entry_that_is_not_the_stores_is_no_backup()
    {
        var bundle = Directory
            .GetFiles(Path.Combine(_station.LedgerFolder, "tile", "entries"), "*", SearchOption.AllDirectories)
            .MaxBy(file => new FileInfo(file).Length)!;
        var bytes = await File.ReadAllBytesAsync(bundle, Ends);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Ends);

        await ShouldMakeNone("not those of");
    }

    [Fact]
    public async Task A_damaged_store_is_no_backup()
    {
        await LedgerLog.StoreCopy.Stop(_station.Station);
        await using (var file = new FileStream(_station.Station.Database, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            await file.WriteAsync(RandomNumberGenerator.GetBytes(5 * 4096), Ends);
        }

        await ShouldMakeNone("damaged");
    }

    [Fact]
    public async Task A_ledger_without_its_key_is_no_backup()
    {
        File.Delete(Path.Combine(_station.Station.Folder, "ledger.key"));

        await ShouldMakeNone("its key is not there");
    }

    [Fact]
    public async Task A_ledger_of_which_nothing_signed_is_left_is_no_backup()
    {
        File.Delete(Path.Combine(_station.Station.Folder, "ledger.key.head"));
        Directory.Delete(_station.LedgerFolder, recursive: true);

        await ShouldMakeNone("no signed checkpoint is there");
    }

    [Fact]
    public async Task A_file_that_cannot_even_be_opened_is_no_backup_and_nobody_is_told_to_start_with_an_empty_one()
    {
        await LedgerLog.StoreCopy.Stop(_station.Station);
        await using (var file = new FileStream(_station.Station.Database, FileMode.Open, FileAccess.ReadWrite))
            await file.WriteAsync(RandomNumberGenerator.GetBytes(4096), Ends);

        await ShouldMakeNone("handoff restore");
    }

    [Fact]
    public async Task Where_no_station_is_there_is_nothing_to_back_up()
    {
        _station.Prompt.Variables["HANDOFF_DataFolder"] = Path.Combine(_station.Prompt.Folder, "elsewhere");

        var refused = await _station.BacksUp();

        refused.ExitCode.ShouldBe(3);
        refused.Error.ShouldContain("no database");
        Directory.Exists(_station.Backup).ShouldBeFalse();
    }

    [Fact]
    public async Task With_PostgreSQL_it_says_what_to_do_instead()
    {
        _station.Prompt.Variables["HANDOFF_Store__Provider"] = "postgres";
        _station.Prompt.Variables["HANDOFF_Store__ConnectionString"] = "Host=db;Database=handoff";
        _station.Prompt.Variables["HANDOFF_Bus__Provider"] = "rabbitmq";

        var refused = await _station.BacksUp();

        refused.ExitCode.ShouldBe(2);
        refused.Error.TrimEnd().Split('\n')[1..].ShouldHaveSingleItem().ShouldContain("pg_dump");
        (await _station.Restores()).Error.ShouldContain("pg_restore");
    }

    private async Task ShouldMakeNone(string why)
    {
        var refused = await _station.BacksUp();

        refused.ExitCode.ShouldBe(6, refused.Error);
        refused.Error.ShouldContain(why);
        Directory.GetFileSystemEntries(_station.Prompt.Folder).ShouldBeEmpty();
        File.Exists(Path.Combine(_station.Station.Folder, "last-backup.json")).ShouldBeFalse();
    }
}
