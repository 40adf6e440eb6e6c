using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

public sealed class When_a_witness_watches : IAsyncLifetime
{
    private RealStation station = null!;
    private PublishedLog log = null!;
    private WitnessProcess? witness;

    private string WitnessFolder => Path.Combine(station.Folder, "witness");

    public async ValueTask InitializeAsync()
    {
        // Given a station that has a key, which the witness was told
        station = await RealStation.With();
        log = new PublishedLog(Path.Combine(station.DataFolder, "ledger"), Path.Combine(station.DataFolder, "ledger.key"));
        await station.Start();
        await HandOff("PKG-1");
        await log.Until(head => head.Checkpoint.Size > 0);
        await station.Process.Kill();
        witness = await WitnessProcess.Start(WitnessFolder, log.Key);
        station.Set("Ledger__Witness__Url", witness.Url);
        station.Set("Ledger__Witness__VKey", witness.Key.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await station.DisposeAsync();
        if (witness is not null)
            await witness.DisposeAsync();
    }

    [Fact]
    public async Task Checkpoints_carry_its_cosignature_and_handing_off_does_not_wait_for_it()
    {
        await station.Start();
        await HandOff("PKG-2");
        await log.Until(head => head.Cosignatures.Count == 1, witness!.Key);

        // When it is gone, handing off and publishing go on
        await witness.DisposeAsync();
        var before = log.Head()!.Checkpoint.Size;
        await HandOff("PKG-3");
        await log.Until(head => head.Checkpoint.Size > before);

        // When it is back, it cosigns what is newest by then
        witness = await WitnessProcess.Start(WitnessFolder, log.Key, witness.Port);
        await log.Until(head => head.Cosignatures.Count == 1 && head.Checkpoint.Size > before, witness.Key);
        await station.Process.Kill();
        await log.ShouldVerify([], witness.Key);
    }

    [Fact]
    public async Task It_knows_when_database_key_files_and_tiles_are_all_an_older_copy()
    {
        // Given a copy of everything, and what the witness has seen since
        var copy = station.DataFolder + ".copy";
        Copy(station.DataFolder, copy);
        var copied = log.Head()!.Checkpoint.Size;
        await station.Start();
        await HandOff("PKG-2");
        var newest = await log.Until(head => head.Cosignatures.Count == 1 && head.Checkpoint.Size > copied, witness!.Key);
        await station.Process.Kill();

        // When everything is restored
        Directory.Delete(station.DataFolder, recursive: true);
        Directory.Move(copy, station.DataFolder);
        var halted = Said("THE LEDGER IS HALTED");
        await station.Start();

        // Then nothing is signed, people are told, and handing off goes on
        (await halted).ShouldContain("are all older copies");
        await HandOff("PKG-3");
        log.Head()!.Checkpoint.Size.ShouldBeLessThan(newest.Checkpoint.Size);
    }

    [Fact]
    public async Task One_that_does_not_know_the_log_is_seen_in_the_services_health()
    {
        using var other = HandoffSaga.Ledger.NoteSigningKey.Generate("handoff.local/NODE-OTHER", HandoffSaga.Ledger.NoteKeyType.Ed25519);
        await using var stranger = await WitnessProcess.Start(Path.Combine(station.Folder, "stranger"), other.VerifierKey);
        station.Set("Ledger__Witness__Url", stranger.Url);
        station.Set("Ledger__Witness__VKey", stranger.Key.ToString());
        await station.Start();
        await HandOff("PKG-2");

        var health = await Finished.Handoff("health", "--url", station.Process.Url.ToString());
        health.ExitCode.ShouldBe(0);
        health.Text.ShouldContain($"witness ({stranger.Key.Name})  ok  The witness {stranger.Key.Name} does not know {log.Key.Name} (404)");
    }

    private async Task HandOff(string packageId)
    {
        (await station.Submit(packageId)).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg(packageId, "vault_hub", "complete");
        await station.UntilLeg(packageId, "next_node", "complete");
    }

    private async Task<string> Said(string words)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        station.Heard += line =>
        {
            if (line.Contains(words, StringComparison.Ordinal))
                said.TrySetResult(line);
        };
        return await said.Task.WaitAsync(RealStation.Patience);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(target, File.GetUnixFileMode(file));
        }
    }
}
