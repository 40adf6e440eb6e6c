using HandoffSaga.Host.Settings;
using HandoffSaga.Specs.Cli;

namespace HandoffSaga.Specs.Settings;

public sealed class When_keys_are_missing : IDisposable
{
    private readonly Sources _sources = new();
    private readonly Prompt _prompt = new();

    public void Dispose()
    {
        _sources.Dispose();
        _prompt.Dispose();
    }

    [Fact]
    public async Task A_station_that_must_verify_does_not_start_and_says_why_in_one_line()
    {
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;

        var outcome = await _prompt.Types("run");

        outcome.ExitCode.ShouldBe(2);
        var line = outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem();
        line.ShouldStartWith($"handoff: Guardian:Jwks = \"{Path.Combine(_prompt.Folder, "guardian.jwks.json")}\": ");
        line.ShouldContain("handoff guardian keygen");
    }

    [Fact]
    public void One_that_was_told_not_to_does() =>
        StartFiles.Problems(_sources.Variable("HANDOFF_Guardian__Verification", "off").Settings()).ShouldBeEmpty();

    [Fact]
    public void A_hub_s_keys_must_be_there_too()
    {
        File.WriteAllText(Path.Combine(_sources.Folder, "floor.json"), "{}");
        var problems = StartFiles.Problems(
            _sources
                .Variable("HANDOFF_DataFolder", _sources.Folder)
                .Variable("HANDOFF_Guardian__Verification", "off")
                .Variable("HANDOFF_Hubs__Vault__Jwks", "vault.json")
                .Variable("HANDOFF_Hubs__Floor__Jwks", "floor.json")
                .Settings()
        );

        problems.Count.ShouldBe(2);
        problems[0].ShouldStartWith("Hubs:Vault:Jwks = ");
        problems[1].ShouldContain("the list \"keys\" is missing");
    }

    [Fact]
    public async Task The_store_is_migrated_without_them()
    {
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;

        (await _prompt.Types("migrate")).ExitCode.ShouldBe(0);
    }
}
