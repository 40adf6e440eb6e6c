using System.Diagnostics;
using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Availability;

public sealed class When_a_station_cannot_write
{
    private static readonly TimeSpan Truthful = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_full_disk_is_not_ready_and_room_is_all_it_needs()
    {
        await using var disk = await SmallDisk.Mount(mebibytes: 48);
        await using var station = await RealStation.With();
        station.Set("DataFolder", disk.Folder);
        station.Set("Store__AwayAfter", "2s");
        await station.Start();
        (await station.Submit("PKG-BEFORE")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(1);
        station.Process.Messages.ShouldNotContain(" fail: ", Case.Sensitive, "a healthy start is no failure");

        disk.Fill();
        var posting = Stopwatch.StartNew();
        (await station.Submit("PKG-MEANWHILE")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        posting.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        var found = await Readiness.Until(station.Process.Url, found => !found.IsReady, Truthful);
        found.Store.ShouldNotBeNull().ShouldContain("full");
        (await station.Find("PKG-BEFORE")).ShouldNotBeNull();
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var looked = 0; looked < 6; looked++)
        {
            (await Readiness.Of(station.Process.Url)).IsReady.ShouldBeFalse();
            await second.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        disk.MakeRoom();

        await Readiness.Until(station.Process.Url, found => found.IsReady, BusyMachine.Patience);
        (await station.Submit("PKG-AFTER")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg("PKG-AFTER", "vault_hub", "complete");
        Lines(station, "FAULT").ShouldBe(0, station.Process.Messages);
        Lines(station, "The store is unavailable; retrying").ShouldBe(1, station.Process.Messages);
    }

    [Fact]
    public async Task A_database_file_that_was_moved_is_noticed_and_putting_it_back_is_all_it_needs()
    {
        await using var station = await RealStation.With();
        station.Set("Store__AwayAfter", "2s");
        await station.Start();
        (await station.Submit("PKG-BEFORE")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(1);
        var file = Path.Combine(station.DataFolder, "handoff.db");

        File.Move(file, file + ".moved");

        var found = await Readiness.Until(station.Process.Url, found => !found.IsReady, TimeSpan.FromSeconds(5));
        found.Store.ShouldNotBeNull().ShouldContain("handoff.db is not at its place");
        found.Store.ShouldContain("until the same file is back");
        (await station.Submit("PKG-MEANWHILE")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await station.Runs("health", "--url", station.Process.Url.ToString())).ExitCode.ShouldBe(1);
        File.Exists(file).ShouldBeFalse("no empty one takes its place");

        File.Move(file + ".moved", file);

        await Readiness.Until(station.Process.Url, found => found.IsReady, BusyMachine.Patience);
        (await station.Submit("PKG-AFTER")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg("PKG-AFTER", "vault_hub", "complete");
    }

    private static int Lines(RealStation station, string with) =>
        station.Process.Messages.Split('\n').Count(line => line.Contains(with, StringComparison.Ordinal));
}
