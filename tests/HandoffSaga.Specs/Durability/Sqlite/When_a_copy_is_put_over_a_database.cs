using System.Diagnostics;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Durability;

/// <summary>SQLite takes any write-ahead log beside a file for that file's own.</summary>
[Collection(Alone.Name)]
public sealed class When_a_copy_is_put_over_a_database : IAsyncLifetime
{
    private readonly SqliteUnderTest _files = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("handoff-stamp-");

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    private string Copy => Path.Combine(_elsewhere.FullName, "copy.db");

    private string Stamp => _files.File + ".stamp";

    public async ValueTask InitializeAsync()
    {
        await _files.Create();
        SqliteStamp.Admit(_files.File);
    }

    public async ValueTask DisposeAsync()
    {
        _elsewhere.Delete(recursive: true);
        await _files.DisposeAsync();
    }

    [Fact]
    public async Task What_a_kill_leaves_belongs_together()
    {
        var left = await KilledAfterWrites();

        SqliteStamp.Check(left);
        new FileInfo(left + "-wal").Length.ShouldBeGreaterThan(0, "there is something to be mixed");
    }

    [Fact]
    public async Task One_from_before_the_last_start_is_refused()
    {
        await Run();
        File.Copy(_files.File, Copy);
        var left = await KilledAfterWrites();

        File.Copy(Copy, left, overwrite: true);

        var refused = Should.Throw<StoreUnusableException>(() => SqliteStamp.Check(left));
        refused.Message.ShouldContain("a copy that was put over a database in use");
        refused.Message.ShouldContain("-wal");
        refused.Message.ShouldContain("handoff restore");
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task One_made_by_handoff_backup_is_refused_however_new_it_is()
    {
        var left = await KilledAfterWrites(() => SqliteCopy.Make(_files.File, Copy));

        File.Copy(Copy, left, overwrite: true);

        Should.Throw<StoreUnusableException>(() => SqliteStamp.Check(left));
    }

    [Fact]
    public async Task One_made_by_any_tool_is_refused_when_it_is_older_than_an_hour_of_work()
    {
        var left = await KilledAfterWrites(() =>
        {
            CopyAsAnyToolDoes();
            _clock.Advance(TimeSpan.FromHours(1));
        });

        File.Copy(Copy, left, overwrite: true);

        Should.Throw<StoreUnusableException>(() => SqliteStamp.Check(left));
    }

    [Fact]
    public async Task One_put_into_a_clean_folder_is_taken_and_stays_taken_when_the_process_is_killed_at_once()
    {
        await Run();
        File.Copy(_files.File, Copy);
        await Run();
        await Run();
        File.Copy(Copy, _files.File, overwrite: true);

        SqliteStamp.Admit(_files.File);

        // Then it has a write-ahead log of its own, before it is given a stamp
        await using var migrating = new SqliteConnection(_files.ConnectionString);
        await migrating.OpenAsync(Ends);
        await Execute(migrating, "PRAGMA journal_mode = WAL; CREATE TABLE migrated (x)");
        SqliteStamp.Check(Image("killed"));
    }

    [Fact]
    public async Task Another_database_is_refused()
    {
        await using var another = new SqliteUnderTest();
        await another.Create();
        using (var store = new SqliteStore(another.ConnectionString, new DurabilityOptions(), _clock))
            await store.Open(Ends);
        await Run();

        File.Copy(another.File, _files.File, overwrite: true);

        var refused = Should.Throw<StoreUnusableException>(() => SqliteStamp.Check(_files.File));
        refused.Message.ShouldContain("another database");
        refused.Message.ShouldContain(Stamp);
        File.Delete(Stamp);
        SqliteStamp.Check(_files.File);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_without_its_file_is_refused(bool empty)
    {
        var left = await KilledAfterWrites();
        File.Delete(left);
        if (empty)
            await File.WriteAllBytesAsync(left, [], Ends);

        Should.Throw<StoreUnusableException>(() => SqliteStamp.Check(left)).Message.ShouldContain("missing or empty");
    }

    [Fact]
    public async Task A_database_of_the_version_before_gets_a_stamp()
    {
        File.Exists(Stamp).ShouldBeFalse();

        await Run();

        File.ReadAllText(Stamp).ShouldContain("\"id\":");
        StampInFile.Of(_files.File)!.Value.Id.ShouldNotBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","from":1,"to":2}""")]
    public async Task A_stamp_that_cannot_be_read_locks_nobody_out(string text)
    {
        var left = await KilledAfterWrites();
        await File.WriteAllTextAsync(left + ".stamp", text, Ends);

        SqliteStamp.Check(left);
        SqliteStamp.Admit(left);
    }

    [Fact]
    public async Task A_reader_of_an_older_state_does_not_make_the_next_start_fail()
    {
        await Run();
        await using var reader = new SqliteConnection(_files.ConnectionString);
        await reader.OpenAsync(Ends);
        await Execute(reader, "PRAGMA journal_mode = WAL; CREATE TABLE seen (x); BEGIN; SELECT count(*) FROM seen");

        SqliteStamp.Check(await KilledAfterWrites());
    }

    [Fact]
    public async Task Killed_at_any_step_of_a_stamp_what_is_left_belongs_together()
    {
        // Given the files as they are on the disk at each step: of the first stamp ever, and of a later one
        List<string> left = [];
        using var steps = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "HandoffSaga",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.OperationName == "handoff.stamp")
                    left.Add(Image($"{left.Count}-{activity.GetTagItem("handoff.message")}"));
            },
        };
        ActivitySource.AddActivityListener(steps);
        await KilledAfterWrites();
        await KilledAfterWrites();
        steps.Dispose();

        left.Count.ShouldBe(2 * 5);
        foreach (var file in left)
        {
            SqliteStamp.Check(file);
            SqliteStamp.Admit(file);
            using var again = new SqliteStore($"Data Source={file}", new DurabilityOptions(), _clock);
            await again.Open(Ends);
            await again.Beat(0, Ends);
        }
    }

    private async Task Run()
    {
        using var store = new SqliteStore(_files.ConnectionString, new DurabilityOptions(), _clock);
        await store.Open(Ends);
        await store.Beat(100, Ends);
    }

    /// <summary>What is on the disk while it runs: what a kill leaves.</summary>
    private async Task<string> KilledAfterWrites(Action? meanwhile = null)
    {
        using var store = new SqliteStore(_files.ConnectionString, new DurabilityOptions(), _clock);
        await store.Open(Ends);
        await store.Beat(100, Ends);
        meanwhile?.Invoke();
        await store.Beat(20_000, Ends);
        await store.Beat(20_000, Ends);
        return Image("left");
    }

    private string Image(string name)
    {
        var folder = _elsewhere.CreateSubdirectory($"{name}-{Guid.NewGuid():N}").FullName;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_files.File)!, Path.GetFileName(_files.File) + "*"))
        {
            if (!file.EndsWith(".lock", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Path.Combine(folder, Path.GetFileName(_files.File));
    }

    private void CopyAsAnyToolDoes()
    {
        using var from = new SqliteConnection(_files.ConnectionString);
        using var to = new SqliteConnection($"Data Source={Copy};Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }

    private static async Task Execute(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ends);
    }
}
