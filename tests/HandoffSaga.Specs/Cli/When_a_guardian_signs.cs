using System.Text;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_guardian_signs : IDisposable
{
    // The private key of RFC 8037 appendix A.1.
    private const string RfcKey =
        """{"kty":"OKP","crv":"Ed25519","kid":"guardian-1","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";

    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task The_signature_is_that_of_the_worked_example()
    {
        _prompt.Write("signoff.json", WorkedExample.Unsigned);
        _prompt.Write("key.json", WorkedExample.PrivateKey);

        var outcome = await _prompt.Types("guardian", "sign", "signoff.json", "--key", "key.json");

        outcome.ExitCode.ShouldBe(0);
        using var signed = JsonDocument.Parse(outcome.Output);
        signed.RootElement.GetProperty("guardian_signature").GetString().ShouldBe(WorkedExample.Signature);
        CanonicalObject
            .Parse(Encoding.UTF8.GetBytes(outcome.Output), CanonicalLimits.Default)
            .Object!.Without("guardian_signature")
            .ToString()
            .ShouldBe(WorkedExample.Canonical);
    }

    [Fact]
    public async Task A_signature_that_was_there_is_replaced()
    {
        _prompt.Input = """{"package_id":"P","guardian_signature":"old"}"""u8.ToArray();
        _prompt.Write("key.json", RfcKey);

        await _prompt.Types("guardian", "sign", "-", "--key", "key.json", "--out", "signed.json");

        var text = File.ReadAllText(Path.Combine(_prompt.Folder, "signed.json"));
        text.ShouldContain("\"guardian_signature\":\"eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..");
        text.ShouldNotContain("old");
    }

    [Fact]
    public async Task A_new_pair_of_keys_signs_and_only_its_owner_reads_the_private_one()
    {
        var outcome = await _prompt.Types("guardian", "keygen", "--out", "keys", "--kid", "guardian-7");

        outcome.ExitCode.ShouldBe(0);
        var file = Path.Combine(_prompt.Folder, "keys", "guardian.private.jwk.json");
        outcome.Lines.ShouldBe([file, Path.Combine(_prompt.Folder, "keys", "guardian.jwks.json")]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var jwks = JsonDocument.Parse(File.ReadAllText(Path.Combine(_prompt.Folder, "keys", "guardian.jwks.json")));
        var key = jwks.RootElement.GetProperty("keys")[0];
        key.GetProperty("kid").GetString().ShouldBe("guardian-7");
        key.TryGetProperty("d", out _).ShouldBeFalse();
        using var own = GuardianKey.Read(File.ReadAllBytes(file));
        own.Kid.ShouldBe("guardian-7");
    }

    [Fact]
    public async Task A_key_is_never_replaced()
    {
        await _prompt.Types("guardian", "keygen", "--out", "keys");
        var before = File.ReadAllText(Path.Combine(_prompt.Folder, "keys", "guardian.private.jwk.json"));

        var outcome = await _prompt.Types("guardian", "keygen", "--out", "keys");

        outcome.ExitCode.ShouldBe(5);
        File.ReadAllText(Path.Combine(_prompt.Folder, "keys", "guardian.private.jwk.json")).ShouldBe(before);
    }

    [Fact]
    public void A_key_without_a_name_is_called_by_its_thumbprint()
    {
        // RFC 8037 appendix A.3.
        using var key = GuardianKey.Read(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    kty = "OKP",
                    crv = "Ed25519",
                    d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
                }
            )
        );

        key.Kid.ShouldBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    [Theory]
    [InlineData("{", RfcKey)]
    [InlineData("{}", "{}")]
    [InlineData("{}", "not json")]
    [InlineData("{}", """{"kty":"EC","crv":"P-256","d":"AAAA"}""")]
    [InlineData("{}", """{"kty":"OKP","crv":"Ed25519","d":"AAAA"}""")]
    [InlineData("{}", """{"kty":"OKP","crv":"Ed25519","d":"***"}""")]
    public async Task What_cannot_be_signed_or_signed_with_is_said(string signoff, string key)
    {
        _prompt.Write("signoff.json", signoff);
        _prompt.Write("key.json", key);

        var outcome = await _prompt.Types("guardian", "sign", "signoff.json", "--key", "key.json");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldBeEmpty();
        outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem();
    }
}
