using System.Net;
using HandoffSaga.SystemSpecs.Harness;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.SystemSpecs.Backups;

public sealed class When_a_copy_is_put_over_a_dirty_folder
{
    /// <summary>The steps by which a stamp is made.</summary>
    public static TheoryData<string> Steps =>
        [.. new[] { "committed", "copied", "begins", "allowed", "tightened" }.Take(Rounds.Of(all: 5, few: 2))];

    [Fact]
    public async Task The_start_is_refused_in_one_line_and_the_copy_starts_once_the_log_is_away()
    {
        await using var station = await RealStation.With();
        await station.Start();
        (await station.Submit("PKG-1")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(1);
        var database = Path.Combine(station.DataFolder, "handoff.db");
        var copy = CopiedByAnyTool(database, station.Folder);
        await station.Process.Terminate();
        await station.Start();
        for (var i = 2; i < 30; i++)
            (await station.Submit($"PKG-{i}")).ShouldBe(HttpStatusCode.Accepted);
        await station.Process.Kill();

        File.Copy(copy, database, overwrite: true);
        var refused = await station.Runs("run");

        refused.ExitCode.ShouldBe(2, refused.Error);
        var said = refused.Error.Split('\n').Where(line => line.StartsWith("handoff: ", StringComparison.Ordinal)).ShouldHaveSingleItem();
        said.ShouldContain("a copy that was put over a database in use");
        said.ShouldContain("handoff restore");
        (await station.Runs("backup", Path.Combine(station.Folder, "backup"))).ExitCode.ShouldBe(2);
        (await station.Runs("ledger", "verify")).ExitCode.ShouldBe(2);

        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
        await station.Start();
        (await station.Find("PKG-1")).ShouldNotBeNull();
        (await station.Find("PKG-2")).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_folder_that_belongs_together_starts_wherever_the_process_was_killed(string step)
    {
        // Given a killed station with a write-ahead log
        await using var station = await RealStation.With();
        await station.Start();
        (await station.Submit("PKG-1")).ShouldBe(HttpStatusCode.Accepted);
        await station.Process.Kill();
        new FileInfo(Path.Combine(station.DataFolder, "handoff.db-wal")).Length.ShouldBeGreaterThan(0);

        // When its next start is killed at this step, twice
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<InvalidOperationException>(() => station.Start(crashAt: $"handoff.stamp/started/{step}/1"));

        await station.Start();
        await station.UntilComplete(1);
        (await station.Submit("PKG-2")).ShouldBe(HttpStatusCode.Accepted);
    }

    private static string CopiedByAnyTool(string database, string folder)
    {
        var copy = Path.Combine(folder, "copy.db");
        using var from = new SqliteConnection($"Data Source={database};Pooling=False");
        using var to = new SqliteConnection($"Data Source={copy};Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
        return copy;
    }
}
