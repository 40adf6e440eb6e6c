using System.Text;
using System.Text.Json;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Guardian;

/// <summary>The sample its developers start from, run for real against the real service.</summary>
public sealed class When_a_Guardian_is_written_in_Python : IDisposable
{
    // What two JSON libraries like to disagree about.
    private const string Tricky = """
        {"z":1,"\u20ac":"\u20ac","\ud83d\ude00":2,"\ufb33":3,"numbers":[2e1,1E21,1e-7,-0,0.1,333333333.33333329,1000000000000000000000,4.50,9007199254740991],
         "text":"\u0001\u001f\b\n\"\\/é\u2028","guardian_signature":"old","nested":{"b":[],"a":{}}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("python-guardian-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("ES256")]
    public async Task Its_signoff_is_taken_once_moved_and_known(string algorithm)
    {
        await using var station = await RealStation.With();
        await Succeeds(Finished.PythonGuardian("keygen", "--out", At("keys"), "--kid", "python-1", "--alg", algorithm));
        File.Copy(At("keys/guardian.jwks.json"), station.GuardianJwks, overwrite: true);
        await station.Start();
        var url = station.Process.Url.ToString();
        var signoff = Write("signoff.json", RealStation.Signoff("PKG-PYTHON-1"));

        (await Succeeds(Finished.PythonGuardian("send", signoff, "--key", At("keys/guardian.private.jwk.json"), "--url", url))).ShouldBe(
            "PKG-PYTHON-1  accepted\n"
        );
        (await Succeeds(Finished.PythonGuardian("send", signoff, "--key", At("keys/guardian.private.jwk.json"), "--url", url))).ShouldBe(
            "PKG-PYTHON-1  duplicate\n"
        );
        await station.UntilComplete(1);
        station.Vault.Kept.Count.ShouldBe(1);

        await Succeeds(Finished.PythonGuardian("sign", signoff, "--key", At("keys/guardian.private.jwk.json"), "--out", At("signed.json")));
        var changed = Write(
            "changed.json",
            (await File.ReadAllTextAsync(At("signed.json"), TestContext.Current.CancellationToken)).Replace("PKG-PYTHON-1", "PKG-PYTHON-2")
        );
        var refused = await Finished.PythonGuardian("send", changed, "--url", url);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldStartWith("guardian: rejected (401): guardian_signature is not that key's signature");

        var conflict = await Finished.PythonGuardian(
            "send",
            Write("other.json", RealStation.Signoff("PKG-PYTHON-1").Replace("PN-7781", "PN-7782")),
            "--key",
            At("keys/guardian.private.jwk.json"),
            "--url",
            url
        );
        conflict.ExitCode.ShouldBe(5);
        (await station.Get("transfers")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("ES256")]
    public async Task Each_verifies_what_the_other_signs_and_both_sign_the_same_bytes(string algorithm)
    {
        var signoff = Write("signoff.json", Tricky);
        await Succeeds(Finished.Handoff("guardian", "keygen", "--out", At("ours"), "--kid", "ours", "--alg", algorithm));
        await Succeeds(Finished.PythonGuardian("keygen", "--out", At("theirs"), "--kid", "theirs", "--alg", algorithm));

        (await Finished.Handoff("guardian", "canonicalize", signoff)).Output.ShouldBe(
            (await Finished.PythonGuardian("canonicalize", signoff)).Output
        );

        await Succeeds(
            Finished.Handoff("guardian", "sign", signoff, "--key", At("ours/guardian.private.jwk.json"), "--out", At("signed-by-us.json"))
        );
        (await Succeeds(Finished.PythonGuardian("verify", At("signed-by-us.json"), "--jwks", At("ours/guardian.jwks.json")))).ShouldBe(
            "verified  by key ours\n"
        );
        await Succeeds(
            Finished.PythonGuardian("sign", signoff, "--key", At("theirs/guardian.private.jwk.json"), "--out", At("signed-by-them.json"))
        );
        (
            await Succeeds(Finished.Handoff("guardian", "verify", At("signed-by-them.json"), "--jwks", At("theirs/guardian.jwks.json")))
        ).ShouldBe("verified  by key theirs\n");

        // Keys are exchangeable too, and neither takes the other's word for a third's.
        await Succeeds(
            Finished.PythonGuardian("sign", signoff, "--key", At("ours/guardian.private.jwk.json"), "--out", At("with-our-key.json"))
        );
        (await Succeeds(Finished.Handoff("guardian", "verify", At("with-our-key.json"), "--jwks", At("ours/guardian.jwks.json")))).ShouldBe(
            "verified  by key ours\n"
        );
        (await Finished.PythonGuardian("verify", At("signed-by-us.json"), "--jwks", At("theirs/guardian.jwks.json"))).ExitCode.ShouldBe(6);
        (
            await Finished.Handoff("guardian", "verify", At("signed-by-them.json"), "--jwks", At("ours/guardian.jwks.json"))
        ).ExitCode.ShouldBe(6);
    }

    [Fact]
    public async Task It_passes_the_worked_example()
    {
        var folder = Path.Combine(Repository.Root, "tests", "vectors", "signature");
        string Example(string name) => File.ReadAllText(Path.Combine(folder, name));
        using var steps = JsonDocument.Parse(Example("steps.json"));
        var signoff = Write("example.json", Example("signoff.json"));

        (await Finished.PythonGuardian("canonicalize", signoff)).Text.ShouldBe(Example("canonical.json"));
        (await Succeeds(Finished.PythonGuardian("verify", signoff, "--jwks", Write("jwks.json", Example("jwks.json"))))).ShouldBe(
            "verified  by key guardian-1\n"
        );
        using var signed = JsonDocument.Parse(
            await Succeeds(Finished.PythonGuardian("sign", signoff, "--key", Write("key.json", Example("key.jwk.json"))))
        );
        signed
            .RootElement.GetProperty("guardian_signature")
            .GetString()
            .ShouldBe(steps.RootElement.GetProperty("guardian_signature").GetString());
    }

    private static async Task<string> Succeeds(Task<Finished> running)
    {
        var finished = await running;
        finished.ExitCode.ShouldBe(0, $"{finished.Error}{finished.Text}");
        return finished.Text;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return At(name);
    }
}
