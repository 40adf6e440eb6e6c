using System.IO.Compression;
using System.Text.Json.Nodes;
using HandoffSaga.Ledger;
using HandoffSaga.Specs.Cli;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.AuditPacks;

/// <summary>
/// The command against a service that really runs. What the pack proves, its own verifier is asked in the system specifications.
/// </summary>
public sealed class When_an_audit_pack_is_asked_for : IAsyncLifetime
{
    private readonly Prompt _prompt = new();
    private WiredStation _station = null!;

    private string Url => _station.Http.BaseAddress!.ToString();

    public async ValueTask InitializeAsync()
    {
        _station = await WiredStation.Start();
        await _station.Post(_station.Signed("PKG-1", SampleSignoffs.ToNextNode()));
        await _station.Until("PKG-1", "fully_complete");
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;
        _prompt.Write("guardian.jwks.json", File.ReadAllText(Path.Combine(_station.Folder, "guardian.jwks.json")));
    }

    public async ValueTask DisposeAsync()
    {
        _prompt.Dispose();
        await _station.DisposeAsync();
    }

    [Theory]
    [InlineData("PKG-1")]
    [InlineData("--clientpo", "CPO-2025-001")]
    [InlineData("--part-id", "PART-0001")]
    [InlineData("--part-number", "PN-7781")]
    public async Task It_holds_the_very_bytes_the_service_has(params string[] subject)
    {
        var outcome = await _prompt.Types([
            "audit-pack",
            .. subject,
            "--url",
            Url,
            "--vkey",
            Vkey(),
            "--jwks",
            "guardian.jwks.json",
            "--out",
            "pack.zip",
        ]);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldBeEmpty();
        using var zip = ZipFile.OpenRead(Path.Combine(_prompt.Folder, "pack.zip"));
        zip.Entries.Select(entry => entry.FullName).ShouldBe(zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        zip.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980);
        foreach (
            var (file, path) in new[]
            {
                ("transfer", ""),
                ("signoff", "/signoff"),
                ("attempts", "/attempts"),
                ("package-vault_hub", "/packages/vault_hub"),
                ("package-next_node", "/packages/next_node"),
            }
        )
        {
            Bytes(zip, $"/PKG-1/{file}.json").ShouldBe(await _station.Get($"/transfers/PKG-1{path}"), file);
        }

        ProofBundleFormat.TryParse(Bytes(zip, "/PKG-1/proof.json"), out var proof, out var problem).ShouldBeTrue(problem);
        NoteVerifierKey.TryParse(Vkey(), out var key).ShouldBeTrue();
        ProofBundleVerifier.Verify(proof!, key!, []).IsProved.ShouldBeTrue();
        var audit = JsonNode.Parse(await _station.Get("/transfers/PKG-1/audit"))!["items"]!.AsArray();
        proof!.Entries.Count.ShouldBe(audit.Count);
    }

    [Theory]
    [InlineData]
    [InlineData("PKG-1", "--part-id", "PART-0001")]
    [InlineData("--clientpo", "CPO-1", "--part-number", "PN-1")]
    [InlineData("../PKG-1")]
    public async Task About_nothing_or_two_things_it_is_not_made(params string[] subject)
    {
        var outcome = await _prompt.Types(["audit-pack", .. subject, "--url", Url, "--out", "pack.zip"]);
        outcome.ExitCode.ShouldBe(2);
        File.Exists(Path.Combine(_prompt.Folder, "pack.zip")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_no_station_knows_is_not_found()
    {
        (await _prompt.Types("audit-pack", "PKG-2", "--url", Url, "--vkey", Vkey(), "--out", "pack.zip")).ExitCode.ShouldBe(3);
        (await _prompt.Types("audit-pack", "--part-id", "PART-9", "--url", Url, "--vkey", Vkey(), "--out", "pack.zip")).ExitCode.ShouldBe(
            3
        );
    }

    [Fact]
    public async Task Without_the_stations_key_nothing_is_believed()
    {
        var without = await _prompt.Types("audit-pack", "PKG-1", "--url", Url, "--out", "pack.zip");
        without.ExitCode.ShouldBe(2);
        without.Error.ShouldContain("ledger checkpoint --vkey");
        using var other = NoteSigningKey.Generate("handoff.local/NODE-001", NoteKeyType.Ed25519);
        (
            await _prompt.Types("audit-pack", "PKG-1", "--url", Url, "--vkey", other.VerifierKey.ToString(), "--out", "pack.zip")
        ).ExitCode.ShouldBe(6);
        File.Exists(Path.Combine(_prompt.Folder, "pack.zip")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_station_that_does_not_answer_leaves_no_half_a_pack()
    {
        var outcome = await _prompt.Types(
            "audit-pack",
            "PKG-1",
            "--url",
            Url,
            "--url",
            "http://127.0.0.1:9",
            "--vkey",
            Vkey(),
            "--out",
            "pack.zip"
        );
        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("http://127.0.0.1:9");
        File.Exists(Path.Combine(_prompt.Folder, "pack.zip")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_when_that_is_said()
    {
        _prompt.Write("pack.zip", "mine");
        string[] typed = ["audit-pack", "PKG-1", "--url", Url, "--vkey", Vkey(), "--out", "pack.zip"];

        var refused = await _prompt.Types(typed);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("exists already");
        refused.Error.ShouldContain("--force");
        File.ReadAllText(Path.Combine(_prompt.Folder, "pack.zip")).ShouldBe("mine");
        (await _prompt.Types([.. typed, "--force"])).ExitCode.ShouldBe(0);
        using var zip = ZipFile.OpenRead(Path.Combine(_prompt.Folder, "pack.zip"));
        zip.Entries.ShouldNotBeEmpty();
        Directory.GetFiles(_prompt.Folder, "*.unfinished").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_before_anything_is_read()
    {
        var outcome = await _prompt.Types("audit-pack", "PKG-1", "--url", "http://127.0.0.1:9", "--out", "nowhere/pack.zip");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("There is no folder");
    }

    [Fact]
    public async Task The_report_on_an_order_begins_with_a_summary_that_links_to_every_transfer_and_its_files()
    {
        await _station.Post(_station.Signed("PKG-2", SampleSignoffs.ToNextNode()));
        await _station.Until("PKG-2", "fully_complete");

        (
            await _prompt.Types("audit-pack", "--clientpo", "CPO-2025-001", "--url", Url, "--vkey", Vkey(), "--out", "pack.zip")
        ).ExitCode.ShouldBe(0);

        using var zip = ZipFile.OpenRead(Path.Combine(_prompt.Folder, "pack.zip"));
        var page = System.Text.Encoding.UTF8.GetString(Bytes(zip, "report.html"));
        page.ShouldContain("2 fully complete");
        foreach (var package in new[] { "PKG-1", "PKG-2" })
        {
            page.ShouldContain($"<a href=\"#transfer-1-{package}\">{package}</a>");
            page.ShouldContain($"<article id=\"transfer-1-{package}\">");
        }

        var links = System.Text.RegularExpressions.Regex.Matches(page, "href=\"([^#\"]+)\"").Select(link => link.Groups[1].Value).ToList();
        links.Count.ShouldBe(8);
        links.ShouldBeSubsetOf(zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task The_report_on_one_package_needs_no_summary()
    {
        (await _prompt.Types("audit-pack", "PKG-1", "--url", Url, "--vkey", Vkey(), "--out", "pack.zip")).ExitCode.ShouldBe(0);

        using var zip = ZipFile.OpenRead(Path.Combine(_prompt.Folder, "pack.zip"));
        System.Text.Encoding.UTF8.GetString(Bytes(zip, "report.html")).ShouldNotContain("<h2>Summary</h2>");
    }

    [Fact]
    public void Progress_is_shown_every_few_seconds()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var text = new StringWriter();
        var progress = new HandoffSaga.Client.AuditPacks.ShownProgress(
            new HandoffSaga.Client.Terminal.ConsoleOutput(text, false, false),
            clock
        );

        foreach (var n in Enumerable.Range(1, 100))
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            progress.Report($"read {n} of 100");
        }

        text.ToString().ShouldBe("read 20 of 100\nread 40 of 100\nread 60 of 100\nread 80 of 100\nread 100 of 100\n");
    }

    [Theory]
    [InlineData("sig", 1)]
    [InlineData("enc", 4)]
    public async Task A_private_key_does_not_go_into_it(string use, int exitCode)
    {
        using var key = HandoffSaga.Client.Guardian.GuardianKey.Generate("EdDSA", "guardian-2");
        var jwks = JsonNode.Parse(File.ReadAllText(Path.Combine(_station.Folder, "guardian.jwks.json")))!;
        var secret = JsonNode.Parse(key.ToPrivateJwk())!;
        secret["use"] = use;
        jwks["keys"]!.AsArray().Add(secret);
        _prompt.Write("private.json", jwks.ToJsonString());

        var outcome = await _prompt.Types(
            "audit-pack",
            "PKG-1",
            "--url",
            Url,
            "--vkey",
            Vkey(),
            "--jwks",
            "private.json",
            "--out",
            "pack.zip"
        );

        outcome.ExitCode.ShouldBe(exitCode, outcome.Error);
        outcome.Error.ShouldContain("private");
        File.Exists(Path.Combine(_prompt.Folder, "pack.zip")).ShouldBeFalse();
    }

    private static byte[] Bytes(ZipArchive zip, string ending)
    {
        using var content = zip.Entries.Single(entry => entry.FullName.EndsWith(ending, StringComparison.Ordinal)).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private string Vkey()
    {
        NoteKeyFile
            .TryRead(
                Path.Combine(_station.Folder, "ledger.key"),
                "handoff.local/NODE-001",
                NoteKeyType.Ed25519,
                out var key,
                out var problem
            )
            .ShouldBeTrue(problem);
        using (key)
            return key!.VerifierKey.ToString();
    }
}
