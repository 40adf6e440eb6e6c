using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.AuditPacks;

/// <summary>Its own verifier, run by a Python that knows nothing of HandoffSaga.</summary>
public sealed class When_an_auditor_gets_a_pack(ChainOfTwoStations chain) : IClassFixture<ChainOfTwoStations>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audit-pack-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_holds_and_says_of_how_much()
    {
        var verified = await Verify(new Tampering(chain.Pack), chain.Vkeys);
        verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
        verified.Text.ShouldMatch(
            @"^OK     3 transfers, \d\d ledger entries proved, \d ledger checkpoints seen by hubs \(0 signed\), nothing wrong\.\n$"
        );
    }

    [Fact]
    public async Task It_verifies_itself_where_it_was_unpacked_and_says_whose_keys_it_took()
    {
        new Tampering(chain.Pack).Unpack(_folder.FullName);
        var verified = await Finished.Python(Path.Combine(_folder.FullName, "verify.py"));
        verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
        verified.Text.ShouldContain($"compare it with the one you were given: {chain.LpKey}");
        verified.Text.ShouldContain($"compare it with the one you were given: {chain.CpKey}");
    }

    [Fact]
    public async Task The_zip_itself_is_read_too_and_a_broken_one_is_found()
    {
        var zip = Path.Combine(_folder.FullName, "pack.zip");
        new Tampering(chain.Pack).Unpack(_folder.FullName);
        await File.WriteAllBytesAsync(zip, chain.Pack, TestContext.Current.CancellationToken);
        (await Finished.Python([Path.Combine(_folder.FullName, "verify.py"), zip, .. chain.Vkeys])).ExitCode.ShouldBe(0);

        await File.WriteAllBytesAsync(zip, chain.Pack[..^100], TestContext.Current.CancellationToken);
        (await Finished.Python([Path.Combine(_folder.FullName, "verify.py"), zip, .. chain.Vkeys])).ExitCode.ShouldBe(6);
    }

    [Theory]
    [InlineData("PKG-LP-1/signoff.json")]
    [InlineData("PKG-LP-1/transfer.json")]
    [InlineData("PKG-LP-1/attempts.json")]
    [InlineData("PKG-LP-1/package-vault_hub.json")]
    [InlineData("PKG-LP-1/package-next_node.json")]
    [InlineData("PKG-LP-1/proof.json")]
    [InlineData("NODE-LP-001/checkpoint")]
    [InlineData("NODE-LP-001/heads.json")]
    [InlineData("NODE-LP-001/log.vkey")]
    [InlineData("guardian.jwks.json")]
    [InlineData("pack.json")]
    [InlineData("report.html")]
    [InlineData("README.txt")]
    [InlineData("SHA256SUMS")]
    public async Task One_bit_changed_in_a_file_is_found_and_named(string file)
    {
        var pack = new Tampering(chain.Pack);
        pack.Flip(pack.Named(file));

        var verified = await Verify(pack, chain.Vkeys);

        verified.ExitCode.ShouldBe(6, verified.Text + verified.Error);
        verified.Text.ShouldContain(file);
        verified.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PKG-LP-1/signoff.json", "J. Doe", "J. Roe", "its digest is not that of the signoff")]
    [InlineData("PKG-LP-1/package-vault_hub.json", "J. Doe", "J. Roe", "its digest is not the one in the ledger")]
    [InlineData(
        "PKG-LP-1/package-next_node.json",
        "ready_for_pickup\":true",
        "ready_for_pickup\":false",
        "its digest is not the one in the ledger"
    )]
    [InlineData("PKG-LP-1/attempts.json", "\"attempt\":1", "\"attempt\":7", "is not in the ledger")]
    [InlineData("PKG-LP-1/attempts.json", "\"outcome\":\"permanent\"", "\"outcome\":\"delivered\"", "has another outcome in the ledger")]
    [InlineData("PKG-LP-1/attempts.json", "\"status_code\":200", "\"status_code\":201", "the ledger has another")]
    [InlineData("PKG-LP-1/attempts.json", "\"error_code\":\"receipt:rejected\"", "\"error_code\":\"http:503\"", "the ledger has another")]
    [InlineData("PKG-LP-1/attempts.json", "\"error_code\":null", "\"error_code\":\"http:503\"", "the ledger has another")]
    [InlineData("PKG-LP-2/attempts.json", "\"ledger_size\":", "\"ledger_size\":1", "the ledger has another")]
    [InlineData("NODE-LP-001/heads.json", "\"root\": \"", "\"root\": \"00", "a root is not 32 bytes long")]
    [InlineData("NODE-LP-001/heads.json", "\"size\": ", "\"size\": 1", "heads.json does not prove the log's root at")]
    [InlineData("PKG-CP-1/transfer.json", "fully_complete", "escalated", "and the ledger does not")]
    [InlineData("PKG-CP-1/transfer.json", "\"receipt_id\":\"VH-", "\"receipt_id\":\"XX-", "another receipt_id")]
    [InlineData("PKG-CP-1/transfer.json", "CPO-2025-001", "CPO-2025-002", "is not that of the signoff")]
    [InlineData(
        "PKG-LP-1/proof.json",
        "Transfer authorization received",
        "Transfer authorization refused ",
        "does not lead to the checkpoint's root"
    )]
    [InlineData("NODE-CP-001/checkpoint", "handoff.local/NODE-CP-001\n", "handoff.local/NODE-CP-002\n", "the signature is not that of")]
    [InlineData("pack.json", "PKG-LP-1", "PKG-LP-2", "PKG-LP-1/proof.json: nothing was checked in it")]
    [InlineData("pack.json", "\"PKG-LP-2\"", "\"PKG-LP-3\"", "PKG-LP-3/proof.json: the file is missing")]
    public async Task Whoever_makes_the_digests_fit_is_found_by_the_ledger(string file, string text, string other, string finding)
    {
        var pack = new Tampering(chain.Pack);
        pack.Replace(pack.Named(file), text, other);

        var verified = await Verify(pack.WithNewSums(), chain.Vkeys);

        verified.ExitCode.ShouldBe(6, verified.Text + verified.Error);
        verified.Text.ShouldContain(finding);
        verified.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task An_entry_left_out_leaves_a_gap_in_its_trail(int index)
    {
        var pack = new Tampering(chain.Pack);
        var proof = JsonNode.Parse(pack.Text(pack.Named("PKG-LP-1/proof.json")))!;
        proof["entries"]!.AsArray().RemoveAt(index);
        pack.Write(pack.Named("PKG-LP-1/proof.json"), proof.ToJsonString());

        var verified = await Verify(pack.WithNewSums(), chain.Vkeys);

        verified.ExitCode.ShouldBe(6);
        verified.Text.ShouldContain("of the trail");
    }

    [Fact]
    public async Task A_log_signed_again_by_another_key_is_not_that_stations()
    {
        var pack = new Tampering(chain.Pack);
        using var forger = NoteSigningKey.Generate("handoff.local/NODE-LP-001", NoteKeyType.Ed25519);
        SignedNote.TryParse(Encoding.UTF8.GetBytes(pack.Text(pack.Named("NODE-LP-001/checkpoint"))), out var note, out _).ShouldBeTrue();
        Checkpoint.TryParse(note!.Text, out var checkpoint, out _).ShouldBeTrue();
        var signed = SignedCheckpoint.Sign(checkpoint!, forger).Note.ToString();
        var proof = JsonNode.Parse(pack.Text(pack.Named("PKG-LP-1/proof.json")))!;
        proof["checkpoint"] = signed;
        pack.Write(pack.Named("PKG-LP-1/proof.json"), proof.ToJsonString());
        pack.Write(pack.Named("NODE-LP-001/checkpoint"), signed);
        pack.Write(pack.Named("NODE-LP-001/log.vkey"), forger.VerifierKey + "\n");

        var verified = await Verify(pack.WithNewSums(), chain.Vkeys);
        verified.ExitCode.ShouldBe(6);
        verified.Text.ShouldContain("it is not the key of handoff.local/NODE-LP-001 that --vkey gives");
    }

    [Fact]
    public async Task Keys_of_another_Guardian_verify_nothing()
    {
        using var other = HandoffSaga.Client.Guardian.GuardianKey.Generate("EdDSA", "guardian-1");
        var pack = new Tampering(chain.Pack);
        pack.Write("keys/guardian.jwks.json", Encoding.UTF8.GetString(other.ToPublicJwks()));

        var verified = await Verify(pack.WithNewSums(), chain.Vkeys);
        verified.ExitCode.ShouldBe(6);
        verified.Text.ShouldContain("guardian_signature is not that key's over this content");
    }

    [Fact]
    public async Task Without_Guardians_keys_it_says_what_it_did_not_check()
    {
        var pack = new Tampering(chain.Pack);
        pack.Remove("keys/guardian.jwks.json");
        var verified = await Verify(pack.WithNewSums(), chain.Vkeys);
        verified.ExitCode.ShouldBe(0, verified.Text);
        verified.Text.ShouldContain("Guardian's signatures were not verified");
    }

    [Fact]
    public async Task Made_again_it_is_the_same_to_the_byte() => (await chain.Make("again.zip")).ShouldBe(chain.Pack);

    [Fact]
    public void The_report_shows_what_was_written_and_runs_nothing_of_it()
    {
        var report = new Tampering(chain.Pack).Text("report.html");

        report.ShouldContain("PART-1&lt;/title&gt;&lt;script&gt;alert(&#x27;part&#x27;)&lt;/script&gt;");
        report.ShouldContain("&lt;img src=x onerror=alert(1)&gt; \\u202e &amp; &quot;fixed&quot;");
        report.ShouldContain("&lt;b&gt;Mallory&lt;/b&gt;");
        report.ShouldNotContain("<script");
        report.ShouldNotContain("<img");
        report.ShouldNotContain("\u202e");
        report.ShouldContain("default-src 'none'");
        report.ShouldNotContain("http://");
        report.ShouldNotContain("https://");
        foreach (
            var shown in new[]
            {
                "PKG-LP-1",
                "PKG-CP-1",
                "NODE-LP-001",
                "NODE-CP-001",
                "Escalated to people",
                "Redelivery ordered",
                "Transfer complete",
                "Next contract missing",
                "Conflicting signoff rejected",
                "J. Doe",
            }
        )
        {
            report.ShouldContain(shown);
        }
    }

    private async Task<Finished> Verify(Tampering pack, params string[] options)
    {
        new Tampering(chain.Pack).Unpack(Path.Combine(_folder.FullName, "trusted"));
        pack.Unpack(Path.Combine(_folder.FullName, "given"));
        return await Finished.Python([
            Path.Combine(_folder.FullName, "trusted", "verify.py"),
            Path.Combine(_folder.FullName, "given"),
            .. options,
        ]);
    }
}
