using System.Collections.Concurrent;
using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Backups;

/// <summary>Nothing that the backup or the ledger holds is lost.</summary>
public sealed class When_a_station_is_backed_up_under_load
{
    private const int BeforeBackup = 40;
    private const int AfterBackup = 40;

    private readonly ConcurrentQueue<string> _accepted = [];

    [Fact]
    public async Task A_machine_that_is_lost_altogether_continues_from_the_backup()
    {
        await using var station = await RealStation.With();
        var (backup, before) = await BackedUpUnderLoad(station);

        Directory.Delete(station.DataFolder, recursive: true);
        var restored = await Restored(station, backup);
        if (restored.Error.Contains("ledger resume", StringComparison.Ordinal))
            ShouldSucceed(await station.Runs("ledger", "resume", "--reason", "the machine was lost"));
        await station.Start();

        await ShouldHaveAll(station, before);
        (await station.Submit("PKG-AFTERWARDS")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg("PKG-AFTERWARDS", "vault_hub", "complete");
        await ShouldVerify(station);
    }

    [Fact]
    public async Task A_database_that_is_lost_continues_from_the_backup_and_the_ledger_on_the_machine()
    {
        await using var station = await RealStation.With();
        var (backup, before) = await BackedUpUnderLoad(station);
        var logged = await Entries(station);

        foreach (var file in Directory.GetFiles(station.DataFolder, "handoff.db*"))
            File.Delete(file);
        var restored = await Restored(station, backup);
        restored.Error.ShouldContain("Kept, because it was there: " + Path.Combine(station.DataFolder, "ledger"));
        restored.Error.ShouldContain("ledger resume");
        ShouldSucceed(await station.Runs("ledger", "resume", "--reason", "the disk failed"));
        await station.Start();

        await ShouldHaveAll(station, before);
        (await station.Submit("PKG-AFTERWARDS")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg("PKG-AFTERWARDS", "vault_hub", "complete");
        await ShouldVerify(station);
        var after = await Entries(station);
        after[..logged.Length].ShouldBe(logged);
        after.ShouldContain(entry => entry.Contains("resume_ledger", StringComparison.Ordinal));
    }

    /// <summary>Backed up while signoffs come, then killed; returns what was answered with 202 before the backup began.</summary>
    private async Task<(string Backup, string[] Before)> BackedUpUnderLoad(RealStation station)
    {
        var backup = Path.Combine(station.Folder, "backup");
        await station.Start();
        using var enough = new CancellationTokenSource();
        var load = Load(station, enough.Token);
        await Until(() => _accepted.Count >= BeforeBackup);
        var before = _accepted.ToArray();

        var made = await station.Runs("backup", backup);

        made.ExitCode.ShouldBe(0, made.Error);
        var during = _accepted.Count;
        during.ShouldBeGreaterThan(before.Length, "signoffs were accepted while the backup was made");
        await Until(() => _accepted.Count >= during + AfterBackup);
        await enough.CancelAsync();
        await load;
        await station.Process.Kill();
        return (backup, before);
    }

    private async Task Load(RealStation station, CancellationToken enough)
    {
        var number = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    while (!enough.IsCancellationRequested)
                    {
                        var package = $"PKG-{Interlocked.Increment(ref number):D5}";
                        if (await station.Submit(package) == HttpStatusCode.Accepted)
                            _accepted.Enqueue(package);
                    }
                })
        );
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(RealStation.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
            await look.WaitForNextTickAsync(patience.Token);
    }

    private static async Task<Finished> Restored(RealStation station, string backup)
    {
        var restored = await station.Runs("restore", backup);
        ShouldSucceed(restored);
        return restored;
    }

    private static async Task ShouldHaveAll(RealStation station, string[] packages)
    {
        foreach (var package in packages)
        {
            (await station.Find(package)).ShouldNotBeNull(package);
            await station.UntilLeg(package, "vault_hub", "complete");
            await station.UntilLeg(package, "next_node", "complete");
        }
    }

    private static async Task ShouldVerify(RealStation station)
    {
        await station.Process.Terminate();
        var verified = await station.Runs("ledger", "verify");
        verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
        verified.Error.ShouldContain("no findings");
    }

    private static async Task<string[]> Entries(RealStation station)
    {
        var shown = await station.Runs("ledger", "show", "--from", "0", "--count", "1000000", "--json");
        ShouldSucceed(shown);
        return shown.Text.TrimEnd('\n').Split('\n');
    }

    private static void ShouldSucceed(Finished finished) => finished.ExitCode.ShouldBe(0, finished.Error);
}
