namespace HandoffSaga.Specs.Settings;

public sealed class When_a_key_is_unknown : IDisposable
{
    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Theory]
    [InlineData("HANDOFF_Hubs__Vault__Timout", "Hubs:Vault:Timeout")]
    [InlineData("HANDOFF_Node__di", "Node:Id")]
    [InlineData("HANDOFF_Redelivry__Delays", "Redelivery:Delays")]
    public void The_nearest_known_one_is_offered(string variable, string meant)
    {
        var reading = _sources.Variable(variable, "1s").Read();

        reading.Settings.ShouldBeNull();
        reading.Problems.ShouldBe([$"{variable["HANDOFF_".Length..].Replace("__", ":")} ({variable}): unknown key; did you mean {meant}?"]);
    }

    [Fact]
    public void Nothing_is_offered_where_nothing_is_near() =>
        _sources
            .AppSettings("""{ "Logging": { "Console": true } }""")
            .Read()
            .Problems.ShouldBe(["Logging:Console (appsettings.json): unknown key"]);

    [Fact]
    public void A_section_is_no_value() =>
        _sources
            .Variable("HANDOFF_Node", "NODE-1")
            .Read()
            .Problems.ShouldHaveSingleItem()
            .ShouldBe("Node (HANDOFF_Node): this is a section with keys in it, such as Node:Id");

    [Fact]
    public void An_empty_section_harms_nobody() =>
        _sources.AppSettings("""{ "Hubs": { "Vault": {} }, "Alerts": {} }""").Read().Problems.ShouldBeEmpty();

    [Fact]
    public void A_member_of_a_value_is_unknown() =>
        _sources
            .AppSettings("""{ "Api": { "Urls": { "first": "http://127.0.0.1:1" } } }""")
            .Read()
            .Problems.ShouldHaveSingleItem()
            .ShouldStartWith("Api:Urls:first (appsettings.json): unknown key");
}
