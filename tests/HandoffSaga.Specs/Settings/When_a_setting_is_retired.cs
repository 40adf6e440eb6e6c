using HandoffSaga.Specs.Cli;

namespace HandoffSaga.Specs.Settings;

public sealed class When_a_setting_is_retired : IDisposable
{
    private const string Warning =
        "Node:StationType (HANDOFF_Node__StationType): this setting is ignored: it never had an effect. Remove it; the next release rejects it";

    private readonly Sources _sources = new();
    private readonly Prompt _prompt = new();

    public void Dispose()
    {
        _sources.Dispose();
        _prompt.Dispose();
    }

    [Fact]
    public void It_is_accepted_with_a_warning()
    {
        var reading = _sources.Variable("HANDOFF_Node__StationType", "inspection").Read();

        reading.Problems.ShouldBeEmpty();
        reading.Settings.ShouldNotBeNull();
        reading.Warnings.ShouldBe([Warning]);
    }

    [Fact]
    public void Each_place_that_sets_it_is_named() =>
        _sources
            .AppSettings("""{ "Node": { "StationType": [ "a", "b" ] } }""")
            .Config("""{ "node": { "stationtype": null } }""")
            .Read()
            .Warnings.Select(warning => warning.Split(':')[1])
            .ShouldBe(["StationType (appsettings.json)", "StationType (own.json)"]);

    [Fact]
    public void Nobody_is_warned_who_does_not_set_it() => _sources.Read().Warnings.ShouldBeEmpty();

    [Fact]
    public async Task The_command_line_says_so_and_goes_on()
    {
        _prompt.Variables["HANDOFF_Node__StationType"] = "inspection";

        var outcome = await _prompt.Types("config");

        outcome.ExitCode.ShouldBe(0);
        outcome.Error.TrimEnd().ShouldBe($"handoff: {Warning}");
        outcome.Lines.ShouldNotContain(line => line.StartsWith("Node:StationType"));
    }

    [Fact]
    public async Task A_start_says_so_too()
    {
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;
        _prompt.Variables["HANDOFF_Node__StationType"] = "inspection";

        var outcome = await _prompt.Types("migrate");

        outcome.ExitCode.ShouldBe(0);
        outcome.Error.ShouldContain(Warning);
    }
}
