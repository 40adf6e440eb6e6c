using System.Text.Json;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_guardian_checks_its_work : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task The_worked_example_is_verified()
    {
        GivenTheExample();

        var outcome = await _prompt.Types("guardian", "verify", "signoff.json", "--jwks", "jwks.json");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldBe("verified  by key guardian-1\n");
    }

    [Fact]
    public async Task And_its_signed_bytes_are_printed_as_they_are()
    {
        GivenTheExample();

        var outcome = await _prompt.Types("guardian", "canonicalize", "signoff.json");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldBe(WorkedExample.Canonical);
    }

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("ES256")]
    public async Task What_a_new_key_signs_it_verifies(string algorithm)
    {
        await _prompt.Types("guardian", "keygen", "--out", "keys", "--kid", "g", "--alg", algorithm);
        _prompt.Write("signoff.json", """{"package_id":"P","n":1e2}""");
        await _prompt.Types("guardian", "sign", "signoff.json", "--key", "keys/guardian.private.jwk.json", "--out", "signed.json");

        (await _prompt.Types("guardian", "verify", "signed.json", "--jwks", "keys/guardian.jwks.json")).Output.ShouldBe(
            "verified  by key g\n"
        );
        _prompt.Write("changed.json", File.ReadAllText(Path.Combine(_prompt.Folder, "signed.json")).Replace("\"n\":100", "\"n\":101"));
        var changed = await _prompt.Types("guardian", "verify", "changed.json", "--jwks", "keys/guardian.jwks.json");
        changed.ExitCode.ShouldBe(6);
        changed.Output.ShouldStartWith("rejected  signature_mismatch: ");
    }

    [Fact]
    public async Task The_verdict_can_be_had_as_JSON()
    {
        GivenTheExample();
        _prompt.Write("unsigned.json", WorkedExample.Unsigned);

        using var good = JsonDocument.Parse(
            (await _prompt.Types("guardian", "verify", "signoff.json", "--jwks", "jwks.json", "--json")).Output
        );
        var outcome = await _prompt.Types("guardian", "verify", "unsigned.json", "--jwks", "jwks.json", "--json");
        using var bad = JsonDocument.Parse(outcome.Output);

        good.RootElement.GetProperty("verified").GetBoolean().ShouldBeTrue();
        good.RootElement.GetProperty("signoff_sha256").GetString().ShouldBe(WorkedExample.CanonicalSha256);
        outcome.ExitCode.ShouldBe(6);
        bad.RootElement.GetProperty("fault").GetString().ShouldBe("signature_format");
    }

    [Theory]
    [InlineData("{", """{"keys":[]}""")]
    [InlineData("{}", """{"keys":[]}""")]
    [InlineData("{}", "no keys")]
    public async Task What_cannot_be_checked_is_said(string signoff, string jwks)
    {
        _prompt.Write("signoff.json", signoff);
        _prompt.Write("jwks.json", jwks);

        var outcome = await _prompt.Types("guardian", "verify", "signoff.json", "--jwks", "jwks.json");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem();
    }

    private void GivenTheExample()
    {
        _prompt.Write("signoff.json", WorkedExample.Signoff);
        _prompt.Write("jwks.json", WorkedExample.Jwks);
    }
}
