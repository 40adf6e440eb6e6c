namespace HandoffSaga.Specs.Settings;

public sealed class When_settings_come_from_several_sources : IDisposable
{
    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Fact]
    public void The_file_of_the_command_line_goes_before_appsettings_and_the_environment_before_both()
    {
        var reading = _sources
            .AppSettings("""{ "Node": { "Id": "FIRST", "Domain": "first", "SmartId": "first" } }""")
            .Config("""{ "Node": { "Id": "SECOND", "Domain": "second" } }""")
            .Variable("HANDOFF_Node__Id", "THIRD")
            .Read();

        reading
            .Settings.ShouldNotBeNull()
            .Node.ShouldSatisfyAllConditions(
                node => node.NodeId.ShouldBe("THIRD"),
                node => node.Domain.ShouldBe("second"),
                node => node.SmartId.ShouldBe("first")
            );
        reading.Effective["Node:Id"].Origin.ShouldBe("HANDOFF_Node__Id");
        reading.Effective["Node:Domain"].Origin.ShouldBe("own.json");
        reading.Effective["Node:SmartId"].Origin.ShouldBe("appsettings.json");
        reading.Effective["Node:Instance"].Origin.ShouldBeNull();
    }

    [Fact]
    public void Letter_case_does_not_matter() =>
        _sources
            .AppSettings("""{ "node": { "ID": "LOWER" } }""")
            .Variable("handoff_STORE__provider", "SQLite")
            .Settings()
            .Node.NodeId.ShouldBe("LOWER");

    [Fact]
    public void A_later_list_replaces_an_earlier_one_whole() =>
        _sources
            .AppSettings("""{ "Alerts": { "Urls": [ "http://one", "http://two", "http://three" ] } }""")
            .Variable("HANDOFF_Alerts__Urls__0", "http://four")
            .Settings()
            .Alerts.Urls.ShouldBe([new Uri("http://four")]);

    [Fact]
    public void A_later_one_string_list_replaces_an_array() =>
        _sources
            .AppSettings("""{ "Redelivery": { "Delays": [ "1s", "2s", "3s" ] } }""")
            .Variable("HANDOFF_Redelivery__Delays", "10s, 1m")
            .Settings()
            .Redelivery.Vault.Delays.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)]);

    [Theory]
    [InlineData("""{ "Redelivery": { "Delays": [] } }""")]
    [InlineData("""{ "Redelivery": { "Delays": "" } }""")]
    public void An_empty_list_means_none(string json) => _sources.AppSettings(json).Settings().Redelivery.Vault.Delays.ShouldBeEmpty();

    [Fact]
    public void Numbered_variables_are_taken_in_the_order_of_their_numbers() =>
        _sources
            .Variable("HANDOFF_Redelivery__Delays__10", "3s")
            .Variable("HANDOFF_Redelivery__Delays__2", "2s")
            .Variable("HANDOFF_Redelivery__Delays__0", "1s")
            .Settings()
            .Redelivery.Vault.Delays.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)]);

    [Fact]
    public void A_null_goes_back_to_the_default()
    {
        var reading = _sources.AppSettings("""{ "Node": { "Id": "FIRST" } }""").Config("""{ "Node": { "Id": null } }""").Read();

        reading.Settings.ShouldNotBeNull().Node.NodeId.ShouldBe("NODE-001");
        reading.Effective["Node:Id"].Origin.ShouldBeNull();
    }

    [Fact]
    public void What_the_command_line_has_of_the_environment_is_no_setting() =>
        _sources
            .Variable("HANDOFF_URL", "http://127.0.0.1:1")
            .Variable("HANDOFF_TOKEN_FILE", "x")
            .Variable("OTHER", "y")
            .Read()
            .Problems.ShouldBeEmpty();

    [Fact]
    public void A_file_that_is_named_must_be_there() =>
        _sources.ConfigNamed("missing.json").Read().Problems.ShouldBe(["missing.json: no such file"]);

    [Fact]
    public void A_file_that_is_no_JSON_is_named_with_the_line()
    {
        var problem = _sources.AppSettings("{\n \"Node\": {\n").Read().Problems.ShouldHaveSingleItem();

        problem.ShouldStartWith("appsettings.json: ");
        problem.ShouldContain("Line");
    }
}
