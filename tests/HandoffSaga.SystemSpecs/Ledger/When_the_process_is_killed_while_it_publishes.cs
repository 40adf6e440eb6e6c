using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

public sealed class When_the_process_is_killed_while_it_publishes
{
    // One round of publishing is about twelve writes; the kills meet the first rounds after a start at any of theirs.
    private const int LatestWrite = 36;

    private static readonly int Kills = Rounds.Of(all: 25, few: 6);

    // Often enough that there is something for each round.
    private static readonly TimeSpan BetweenHandoffs = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Two stations at once, for most of a start is waiting.
    [Fact]
    public async Task The_log_verifies_each_time_and_all_its_checkpoints_continue_one_another() =>
        await Task.WhenAll(KillAgainAndAgain(new Random(20250602)), KillAgainAndAgain(new Random(20250603)));

    private static async Task KillAgainAndAgain(Random random)
    {
        await using var station = await RealStation.With();
        var log = new PublishedLog(Path.Combine(station.DataFolder, "ledger"), Path.Combine(station.DataFolder, "ledger.key"));
        var seen = new List<byte[]>();
        var packages = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            // Given handoffs under way, and the log with them
            using var writes = new FolderWrites(log.Folder);
            await station.Start();
            var sending = HandOffUntilItDies(station, packages);

            // When the process is killed at any of its writes
            await writes.After(random.Next(1, LatestWrite));
            await station.Process.Kill();
            await sending;

            // Then what is published verifies, and so does every checkpoint that was ever seen
            if (log.Head() is not { } head)
                continue;
            seen.Add(head.Note.ToBytes());
            await log.ShouldVerify(seen);
        }

        await station.Start();
        foreach (var package in packages)
            (await station.Submit(package)).ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
        await station.UntilComplete(packages.Count);
        await station.Process.Kill();
        (await log.ShouldVerify(seen)).Checkpoints.ShouldBeGreaterThan(Kills / 2);
        var (exitCode, _, complained) = await GoClient.Audit(log.Folder, log.Key.ToString(), Cancellation);
        exitCode.ShouldBe(0, complained);
    }

    private static async Task HandOffUntilItDies(RealStation station, List<string> packages)
    {
        using var next = new PeriodicTimer(BetweenHandoffs);
        do
        {
            packages.Add($"PKG-{packages.Count}");
        } while (await station.Submit(packages[^1]) is not null && await next.WaitForNextTickAsync(Cancellation));
    }
}
