using System.Net;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

public sealed class When_a_witness_watches : IAsyncLifetime
{
    private RealStation _station = null!;
    private PublishedLog _log = null!;
    private WitnessProcess? _witness;

    private string WitnessFolder => Path.Combine(_station.Folder, "witness");

    public async ValueTask InitializeAsync()
    {
        // Given a station that has a key, which the witness was told
        _station = await RealStation.With();
        _log = new PublishedLog(Path.Combine(_station.DataFolder, "ledger"), Path.Combine(_station.DataFolder, "ledger.key"));
        await _station.Start();
        await HandOff("PKG-1");
        await _log.Until(head => head.Checkpoint.Size > 0);
        await _station.Process.Kill();
        _witness = await WitnessProcess.Start(WitnessFolder, _log.Key);
        _station.Set("Ledger__Witness__Url", _witness.Url);
        _station.Set("Ledger__Witness__VKey", _witness.Key.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        if (_witness is not null)
            await _witness.DisposeAsync();
    }

    [Fact]
    public async Task Checkpoints_carry_its_cosignature_and_handing_off_does_not_wait_for_it()
    {
        await _station.Start();
        await HandOff("PKG-2");
        await _log.Until(head => head.Cosignatures.Count == 1, _witness!.Key);

        // When it is gone, handing off and publishing go on
        await _witness.DisposeAsync();
        var before = _log.Head()!.Checkpoint.Size;
        await HandOff("PKG-3");
        await _log.Until(head => head.Checkpoint.Size > before);

        // When it is back, it cosigns what is newest by then
        _witness = await WitnessProcess.Start(WitnessFolder, _log.Key, _witness.Port);
        await _log.Until(head => head.Cosignatures.Count == 1 && head.Checkpoint.Size > before, _witness.Key);
        await _station.Process.Kill();
        await _log.ShouldVerify([], _witness.Key);
    }

    [Fact]
    public async Task It_knows_when_database_key_files_and_tiles_are_all_an_older_copy()
    {
        // Given a copy of everything, and what the witness has seen since
        var copy = _station.DataFolder + ".copy";
        Copy(_station.DataFolder, copy);
        var copied = _log.Head()!.Checkpoint.Size;
        await _station.Start();
        await HandOff("PKG-2");
        var newest = await _log.Until(head => head.Cosignatures.Count == 1 && head.Checkpoint.Size > copied, _witness!.Key);
        await _station.Process.Kill();

        // When everything is restored
        Directory.Delete(_station.DataFolder, recursive: true);
        Directory.Move(copy, _station.DataFolder);
        var halted = Said("LEDGER HALTED");
        await _station.Start();

        // Then nothing is signed, people are told, and handing off goes on
        (await halted).ShouldContain("are all older copies");
        await HandOff("PKG-3");
        _log.Head()!.Checkpoint.Size.ShouldBeLessThan(newest.Checkpoint.Size);
    }

    [Fact]
    public async Task One_that_does_not_know_the_log_is_seen_in_the_services_health()
    {
        using var other = HandoffSaga.Ledger.NoteSigningKey.Generate("handoff.local/NODE-OTHER", HandoffSaga.Ledger.NoteKeyType.Ed25519);
        await using var stranger = await WitnessProcess.Start(Path.Combine(_station.Folder, "stranger"), other.VerifierKey);
        _station.Set("Ledger__Witness__Url", stranger.Url);
        _station.Set("Ledger__Witness__VKey", stranger.Key.ToString());
        await _station.Start();
        await HandOff("PKG-2");

        var health = await Finished.Handoff("health", "--url", _station.Process.Url.ToString());
        health.ExitCode.ShouldBe(0);
        health.Text.ShouldContain(
            $"witness ({stranger.Key.Name})  warn  The witness {stranger.Key.Name} does not know {_log.Key.Name} (404)"
        );
    }

    private async Task HandOff(string packageId)
    {
        (await _station.Submit(packageId)).ShouldBe(HttpStatusCode.Accepted);
        await _station.UntilLeg(packageId, "vault_hub", "complete");
        await _station.UntilLeg(packageId, "next_node", "complete");
    }

    private async Task<string> Said(string words)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _station.Heard += line =>
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
