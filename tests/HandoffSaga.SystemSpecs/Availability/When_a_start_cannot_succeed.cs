using System.Text;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Availability;

/// <summary>One line that says what to do. The exit code is 2 where a restart would fail too: systemd does not try then.</summary>
public sealed class When_a_start_cannot_succeed
{
    private const int NotAgain = 2;
    private const int PerhapsLater = 1;

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await using var station = await RealStation.With();
        Directory.CreateDirectory(station.DataFolder);
        await File.WriteAllTextAsync(
            Path.Combine(station.DataFolder, "handoff.db"),
            string.Concat(Enumerable.Repeat("measurements of a furnace, not a database\n", 400)),
            TestContext.Current.CancellationToken
        );

        ShouldSay(await station.Runs("run"), NotAgain, "handoff.db is not a SQLite database", "Store:ConnectionString");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_not_a_file_in_use()
    {
        await using var disk = await SmallDisk.Mount(mebibytes: 16);
        await using var station = await RealStation.With();
        station.Set("DataFolder", disk.Folder);
        await station.Start();
        await station.Process.Terminate();
        await disk.MountReadOnly();

        var refused = await station.Runs("run");

        ShouldSay(refused, NotAgain, "cannot be written", "read-only");
        refused.Error.ShouldNotContain("in use by another process");
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_full()
    {
        await using var disk = await SmallDisk.Mount(mebibytes: 16);
        await using var station = await RealStation.With();
        station.Set("DataFolder", disk.Folder);
        disk.Fill();

        ShouldSay(await station.Runs("run"), PerhapsLater, "room");
    }

    [Fact]
    public async Task A_token_file_that_begins_with_a_byte_order_mark_is_read_without_it()
    {
        await using var station = await RealStation.With();
        var file = Path.Combine(station.Folder, "token");
        await File.WriteAllTextAsync(
            file,
            "s3cret-token-value-123456\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        station.Set("Api__TokenFile", file);
        await station.Start();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "s3cret-token-value-123456");

        using var answer = await http.GetAsync(new Uri(station.Process.Url, "transfers"), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    private static void ShouldSay(Finished start, int exitCode, params string[] words)
    {
        start.ExitCode.ShouldBe(exitCode, start.Error);
        var said = start.Error.Split('\n').Where(line => line.StartsWith("handoff: ", StringComparison.Ordinal)).ToArray();
        said.Length.ShouldBe(1, start.Error);
        foreach (var word in words)
            said[0].ShouldContain(word);
        start.Error.ShouldNotContain("   at ", Case.Sensitive, "a stack trace tells an operator nothing");
    }
}
