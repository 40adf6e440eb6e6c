using System.Text;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Cli;

/// <summary>
/// Whatever is in a file, at an address or in a setting: what a person reads is about the input, never about the libraries this program is
/// made of.
/// </summary>
public sealed class When_a_command_meets_bad_input : IAsyncLifetime
{
    private static readonly string Key = Samples.VerifierKey;

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["empty"] = [],
        ["blank"] = " \n\n"u8.ToArray(),
        ["mark"] = [0xEF, 0xBB, 0xBF],
        ["open"] = "{"u8.ToArray(),
        ["open-list"] = """{"keys":["""u8.ToArray(),
        ["open-text"] = """{"a":"b"""u8.ToArray(),
        ["cut"] = """{"a":"""u8.ToArray(),
        ["cut-number"] = """{"a":1."""u8.ToArray(),
        ["comma"] = """{"a":1,}"""u8.ToArray(),
        ["comma-in-list"] = """{"a":[1,]}"""u8.ToArray(),
        ["bracket"] = "{]"u8.ToArray(),
        ["closed"] = "]"u8.ToArray(),
        ["comment"] = "// no\n{}"u8.ToArray(),
        ["words"] = "all signoffs complete"u8.ToArray(),
        ["list"] = "[]"u8.ToArray(),
        ["null"] = "null"u8.ToArray(),
        ["number"] = "1"u8.ToArray(),
        ["object"] = "{}"u8.ToArray(),
        ["two"] = "{} {}"u8.ToArray(),
        ["twice"] = """{"a":1,"a":2}"""u8.ToArray(),
        ["types"] =
            """{"keys":5,"Node":7,"kty":[],"kid":{},"d":1,"entries":"x","Api":{"Urls":{}},"Redelivery":{"Delays":[["x"]]}}"""u8.ToArray(),
        ["surrogate"] = """{"a":"\ud800"}"""u8.ToArray(),
        ["control"] = "{\"a\":\"\u0001\"}"u8.ToArray(),
        ["escape"] = """{"a":"\x"}"""u8.ToArray(),
        ["latin"] = [(byte)'{', (byte)'"', 0xE9, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        ["utf16"] = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray(),
        ["binary"] = [.. Enumerable.Range(0, 256).Select(n => (byte)n)],
        ["deep"] = Encoding.ASCII.GetBytes(new string('[', 2000)),
        ["deep-object"] = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 2000))),
        ["large-number"] = """{"a":1e999}"""u8.ToArray(),
        ["yaml"] = "a: [1\nb: 2"u8.ToArray(),
        ["tab"] = "a:\n\t- b"u8.ToArray(),
        ["alias"] = "a: *b"u8.ToArray(),
        ["pem"] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8.ToArray(),
    };

    private static readonly string[][] OnAFile =
    [
        ["submit", "FILE"],
        ["guardian", "sign", "FILE", "--key", "key.json"],
        ["guardian", "sign", "signoff.json", "--key", "FILE"],
        ["guardian", "verify", "FILE", "--jwks", "jwks.json"],
        ["guardian", "verify", "signoff.json", "--jwks", "FILE"],
        ["guardian", "canonicalize", "FILE"],
        ["ledger", "verify-proof", "FILE", "--vkey", Key],
        ["ledger", "verify", "--folder", "ledger", "--vkey", Key, "--checkpoint", "FILE"],
        ["config", "--config", "FILE"],
        ["run", "--config", "FILE"],
        ["migrate", "--config", "FILE"],
        ["ledger", "checkpoint", "--config", "FILE"],
        ["contracts", "check", "contracts"],
        ["contracts", "graph", "contracts"],
        ["list", "--token-file", "FILE"],
        ["audit-pack", "PKG-1", "--out", "pack.zip", "--vkey", Key, "--jwks", "FILE"],
    ];

    private static readonly string[][] Alone =
    [
        ["submit", "missing.json"],
        ["submit", "contracts"],
        ["guardian", "sign", "contracts", "--key", "key.json"],
        ["guardian", "sign", "signoff.json", "--key", "contracts"],
        ["guardian", "sign", "signoff.json", "--key", "missing.json"],
        ["guardian", "sign", "signoff.json", "--key", "key.json", "--out", "nowhere/signed.json"],
        ["guardian", "verify", "signoff.json", "--jwks", "missing.json"],
        ["guardian", "keygen", "--out", "signoff.json/x"],
        ["ledger", "verify", "--folder", "nowhere", "--vkey", Key],
        ["ledger", "verify", "--folder", "signoff.json", "--vkey", Key],
        ["ledger", "verify", "--vkey", "nonsense"],
        ["ledger", "verify-proof", "missing.json", "--vkey", Key],
        ["ledger", "prove", "PKG-1", "--folder", "nowhere", "--vkey", Key],
        ["ledger", "show", "--folder", "nowhere"],
        ["ledger", "verify", "--url", "https://127.0.0.1:1", "--vkey", Key],
        ["ledger", "witness", "--folder", "signoff.json/x", "--url", "x"],
        ["contracts", "check", "nowhere"],
        ["contracts", "graph", "nowhere"],
        ["hub", "--kind", "vault", "--port", "0", "--folder", "signoff.json/x"],
        ["config", "--config", "missing.json"],
        ["migrate", "--connection", "Data Source=nowhere/x/handoff.db"],
        ["migrate", "--connection", "nonsense"],
        ["migrate", "--connection", "Port=x;Host=y"],
        ["migrate", "--connection", "Data Source=x;Mode=Nonsense"],
        ["list", "--token-file", "missing"],
        ["list", "--limit", "99999999999999999999"],
        ["list", "--from", "99999999999999999999d"],
        ["hub", "--kind", "vault", "--port", "99999999999999999999", "--folder", "x"],
        ["ledger", "show", "--from", "x"],
        ["status", "PKG-1", "--url", "http://"],
        ["status", "PKG-1", "--url", "http://[::1"],
        ["status", "PKG-1", "--url", "http://no.such.host.invalid"],
        ["status", "PKG-1", "--url", "https://127.0.0.1:1"],
        ["audit-pack", "PKG-1", "--out", "nowhere/x.zip", "--url", "http://127.0.0.1:1"],
        ["completion", "cmd"],
    ];

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public static TheoryData<string> Kinds => [.. Files.Keys];

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
        _prompt.Variables["HANDOFF_DataFolder"] = Path.Combine(_prompt.Folder, "data");
        _prompt.Write("signoff.json", """{"package_id":"PKG-1"}""");
        (await _prompt.Types("guardian", "keygen", "--out", "keys", "--kid", "k")).ExitCode.ShouldBe(0);
        File.Copy(Path.Combine(_prompt.Folder, "keys/guardian.private.jwk.json"), Path.Combine(_prompt.Folder, "key.json"));
        File.Copy(Path.Combine(_prompt.Folder, "keys/guardian.jwks.json"), Path.Combine(_prompt.Folder, "jwks.json"));
        Directory.CreateDirectory(Path.Combine(_prompt.Folder, "contracts"));
        Directory.CreateDirectory(Path.Combine(_prompt.Folder, "ledger"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task In_a_file_it_says_so_in_its_own_words(string kind)
    {
        await File.WriteAllBytesAsync(Path.Combine(_prompt.Folder, "FILE"), Files[kind], TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_prompt.Folder, "FILE"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(
            Path.Combine(_prompt.Folder, "contracts", "SC-1.yaml"),
            Files[kind],
            TestContext.Current.CancellationToken
        );
        foreach (var command in OnAFile)
            await Speaks(command);
    }

    [Fact]
    public async Task Elsewhere_too()
    {
        foreach (var command in Alone)
            await Speaks(command);
    }

    [Fact]
    public async Task Also_when_the_other_side_speaks_no_TLS()
    {
        string[] typed = ["status", "PKG-1", "--url", _service.Url.Replace("http:", "https:", StringComparison.Ordinal)];

        var outcome = await _prompt.Types(typed);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("does not speak TLS");
        LibraryWords.ShouldNotBeIn(outcome.Error, string.Join(' ', typed));
    }

    private async Task Speaks(string[] command)
    {
        // What is well is not started: a signal is there at once.
        using var interrupted = new CancellationTokenSource();
        if (command[0] is "run" or "hub" or "audit-pack")
            await interrupted.CancelAsync();
        var outcome = await _prompt.Types(interrupted.Token, command);

        var typed = string.Join(' ', command);
        LibraryWords.ShouldNotBeIn(outcome.Output + outcome.Error, typed);
        if (outcome.ExitCode != 0)
            outcome.Error.Length.ShouldBeLessThan(4000, typed);
    }
}
