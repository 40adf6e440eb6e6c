using System.Net;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

public sealed class When_the_process_is_killed_while_it_publishes
{
    private const int Kills = 50;
    private const int HandoffsEach = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_verifies_each_time_and_all_its_checkpoints_continue_one_another()
    {
        await using var station = await RealStation.With();
        var seen = new List<byte[]>();
        var random = new Random(20250602);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Given handoffs under way, and the log with them
            using var writes = new FolderWrites(Folder(station));
            await station.Start();
            var packages = Enumerable.Range(0, HandoffsEach).Select(n => $"PKG-{kill:D2}-{n}").ToArray();
            var sending = Task.WhenAll(packages.Select(package => station.Submit(package)));

            // When the process is killed at any of its writes
            await writes.After(random.Next(1, 12));
            await station.Process.Kill();
            await sending;

            // Then what is published verifies, and so does every checkpoint that was ever seen
            if (await Checkpoint(station) is { } note)
                seen.Add(note);
            await ShouldVerify(station, seen);
        }

        await station.Start();
        foreach (var package in Enumerable.Range(0, Kills).SelectMany(kill => Enumerable.Range(0, HandoffsEach).Select(n => $"PKG-{kill:D2}-{n}")))
            (await station.Submit(package)).ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
        await station.UntilComplete(Kills * HandoffsEach);
        await station.Process.Kill();
        var report = await ShouldVerify(station, seen);
        report.ShouldNotBeNull().Checkpoints.ShouldBeGreaterThan(Kills / 2);
        var (exitCode, _, complained) = await GoClient.Audit(Folder(station), Key(station).ToString(), Cancellation);
        exitCode.ShouldBe(0, complained);
    }

    private static async Task<LedgerReport?> ShouldVerify(RealStation station, List<byte[]> seen)
    {
        if (seen.Count == 0)
            return null;
        var tiles = new FolderTiles(Folder(station));
        byte[][] notes = [.. seen, .. PublishedCheckpoints.In(Folder(station)).Select(kept => kept.Note)];
        var report = await new LogVerifier(tiles, Key(station), []).Verify(notes, tiles.Partials(), Cancellation);
        report.Findings.ShouldBeEmpty();
        return report;
    }

    private static async Task<byte[]?> Checkpoint(RealStation station)
    {
        var file = Path.Combine(Folder(station), "checkpoint");
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, Cancellation) : null;
    }

    private static NoteVerifierKey Key(RealStation station)
    {
        NoteKeyFile.TryRead(Path.Combine(station.DataFolder, "ledger.key"), "handoff.local/NODE-001", NoteKeyType.Ed25519, out var key, out _).ShouldBeTrue();
        using (key)
            return key!.VerifierKey;
    }

    private static string Folder(RealStation station) => Path.Combine(station.DataFolder, "ledger");
}
