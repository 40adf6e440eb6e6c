using HandoffSaga.Host.Settings;

namespace HandoffSaga.Specs.Cli;

public sealed class When_settings_are_shown : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task Each_has_its_value_and_where_it_came_from()
    {
        _prompt.Write("appsettings.json", """{ "Node": { "Id": "NODE-LP-001" } }""");
        _prompt.Variables["HANDOFF_Bus__Url"] = "amqp://user:sesame@broker/";

        var outcome = await _prompt.Types("config");

        outcome.ExitCode.ShouldBe(0);
        outcome.Lines.Length.ShouldBe(SettingsSchema.All.Count);
        outcome.Lines.ShouldContain(line =>
            line.StartsWith("Node:Id ") && line.Contains("NODE-LP-001") && line.EndsWith("appsettings.json")
        );
        outcome.Lines.ShouldContain(line => line.StartsWith("Node:SmartId ") && line.Contains("NODE-LP-001") && line.EndsWith("default"));
        outcome.Lines.ShouldContain(line =>
            line.StartsWith("Bus:Url ") && line.Contains("user:***@broker") && line.EndsWith("HANDOFF_Bus__Url")
        );
        outcome.Output.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task Wrong_ones_are_named_and_end_with_2()
    {
        _prompt.Variables["HANDOFF_Node__Id"] = "?";
        _prompt.Variables["HANDOFF_Nodes__Id"] = "x";

        var outcome = await _prompt.Types("config");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.TrimEnd().Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public async Task As_json_each_tells_what_is_allowed()
    {
        using var json = System.Text.Json.JsonDocument.Parse((await _prompt.Types("config", "--json")).Output);

        json.RootElement.EnumerateArray()
            .Single(item => item.GetProperty("key").GetString() == "Store:Provider")
            .GetProperty("allowed")
            .GetString()
            .ShouldBe("sqlite or postgres");
    }

    [Fact]
    public async Task The_service_does_not_start_with_a_wrong_one()
    {
        _prompt.Variables["HANDOFF_Node__Id"] = "?";

        var outcome = await _prompt.Types("run", "--config", "missing.json");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("handoff: missing.json: no such file\n");
        outcome.Error.ShouldContain("handoff: Node:Id = \"?\"");
    }

    [Fact]
    public async Task The_service_does_not_start_in_a_size_it_has_not()
    {
        _prompt.Variables["HANDOFF_Hubs__Vault__Connector"] = "amqp";

        var outcome = await _prompt.Types("run");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("Hubs:Vault:Connector = amqp needs a broker");
    }

    [Theory]
    [InlineData("missing", null)]
    [InlineData("empty", " \n")]
    public async Task The_service_does_not_start_without_the_token_it_is_to_ask_for(string file, string? content)
    {
        if (content is not null)
            KeepToOwner(_prompt.Write(file, content));
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;
        _prompt.Variables["HANDOFF_Api__TokenFile"] = file;
        _prompt.Variables["HANDOFF_Guardian__Verification"] = "off";

        var outcome = await _prompt.Types("run");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith("handoff: Api:TokenFile = ");
    }

    [Fact]
    public async Task The_service_does_not_start_with_a_token_that_others_can_read()
    {
        _prompt.Variables["HANDOFF_DataFolder"] = _prompt.Folder;
        _prompt.Variables["HANDOFF_Api__TokenFile"] = _prompt.Write("token", "t0ken");

        var outcome = await _prompt.Types("run");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("chmod 600");
        outcome.Error.ShouldNotContain("t0ken");
    }

    private static void KeepToOwner(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
