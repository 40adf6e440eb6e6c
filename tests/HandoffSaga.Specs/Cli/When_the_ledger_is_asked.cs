using HandoffSaga.Specs.Ledger;

namespace HandoffSaga.Specs.Cli;

public sealed class When_the_ledger_is_asked : IAsyncLifetime
{
    private readonly Prompt _prompt = new();
    private LogOnDisk _log = null!;

    private string Vkey => _log.Key.VerifierKey.ToString();

    public async ValueTask InitializeAsync() => _log = await LogOnDisk.Of(300, 700);

    public ValueTask DisposeAsync()
    {
        _prompt.Dispose();
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_clean_ledger_verifies_with_exit_code_0()
    {
        var outcome = await _prompt.Types("ledger", "verify", "--folder", _log.Folder, "--vkey", Vkey);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldContain("700 entries, 3 checkpoints, 180 trails, 0 findings");
        (await _prompt.Types("ledger", "verify", "--folder", _log.Folder, "--vkey", Vkey, "--json")).Output.ShouldStartWith(
            "{\"clean\":true,"
        );
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_exit_code_6()
    {
        var tile = _log.PathOf("tile/0/001");
        var bytes = File.ReadAllBytes(tile);
        bytes[0] ^= 1;
        File.WriteAllBytes(tile, bytes);

        var outcome = await _prompt.Types("ledger", "verify", "--folder", _log.Folder, "--vkey", Vkey);
        outcome.ExitCode.ShouldBe(6);
        outcome.Output.ShouldBe("tile/0/001: bad_hash Hash 0 in tile/0/001 is not that of entry 256: the tile was changed.\n");
    }

    [Fact]
    public async Task A_checkpoint_kept_elsewhere_counts()
    {
        using var other = await LogOnDisk.Of(5);
        var kept = _prompt.Write("kept.txt", SignedByThisLog(other));
        var outcome = await _prompt.Types("ledger", "verify", "--folder", _log.Folder, "--vkey", Vkey, "--checkpoint", kept);
        outcome.ExitCode.ShouldBe(6);
        outcome.Output.ShouldContain("forked_checkpoint");
    }

    [Fact]
    public async Task A_package_is_proved_to_someone_who_has_only_the_key()
    {
        var proved = await _prompt.Types("ledger", "prove", "PKG-7", "--folder", _log.Folder, "--vkey", Vkey, "--out", "proof.json");
        proved.ExitCode.ShouldBe(0, proved.Error);
        var checkedProof = await _prompt.Types("ledger", "verify-proof", "proof.json", "--vkey", Vkey);
        checkedProof.ExitCode.ShouldBe(0, checkedProof.Error);
        checkedProof.Lines.Length.ShouldBe(12);
        checkedProof.Error.ShouldContain("Proved: 12 entries of PKG-7");
    }

    [Fact]
    public async Task A_proof_that_was_changed_is_rejected_with_exit_code_6()
    {
        await _prompt.Types("ledger", "prove", "PKG-7", "--folder", _log.Folder, "--vkey", Vkey, "--out", "proof.json");
        var file = Path.Combine(_prompt.Folder, "proof.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("NDT", "XDT"));
        (await _prompt.Types("ledger", "verify-proof", "proof.json", "--vkey", Vkey)).ExitCode.ShouldBe(6);
        _prompt.Write("nothing.json", "{}");
        (await _prompt.Types("ledger", "verify-proof", "nothing.json", "--vkey", Vkey)).ExitCode.ShouldBe(6);
    }

    [Fact]
    public async Task An_unknown_package_is_not_found() =>
        (await _prompt.Types("ledger", "prove", "PKG-UNKNOWN", "--folder", _log.Folder, "--vkey", Vkey)).ExitCode.ShouldBe(3);

    [Fact]
    public async Task The_last_entries_and_the_head_are_shown()
    {
        var outcome = await _prompt.Types("ledger", "show", "--folder", _log.Folder, "--vkey", Vkey, "--count", "3");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Lines.Length.ShouldBe(3);
        outcome.Lines[2].ShouldContain("699");
    }

    [Fact]
    public async Task Without_a_key_nothing_is_believed()
    {
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;
        (await _prompt.Types("ledger", "verify", "--folder", _log.Folder)).ExitCode.ShouldBe(2);
        (await _prompt.Types("ledger", "verify", "--folder", _log.Folder, "--vkey", "nonsense")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task The_stations_own_ledger_and_key_are_found_by_its_configuration()
    {
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;
        _prompt.Variables["HANDOFF_Ledger__Folder"] = _log.Folder;
        _prompt.Write("ledger.key", _log.Key.ToSecretText());
        _prompt.Write("ledger.key.head", _log.Head!.Note.ToString());

        (await _prompt.Types("ledger", "checkpoint", "--vkey")).Output.ShouldBe(Vkey + "\n");
        (await _prompt.Types("ledger", "checkpoint")).Output.ShouldBe(_log.Head.Note.ToString());
        (await _prompt.Types("ledger", "verify")).ExitCode.ShouldBe(0);
    }

    private string SignedByThisLog(LogOnDisk other) =>
        HandoffSaga
            .Ledger.SignedCheckpoint.Sign(other.Head!.Checkpoint with { Root = HandoffSaga.Ledger.LedgerHash.Leaf("x"u8) }, _log.Key)
            .Note.ToString();
}
