using HandoffSaga.Host.Settings;

namespace HandoffSaga.Specs.Settings;

public sealed class When_more_is_asked_than_this_version_runs : IDisposable
{
    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Theory]
    [InlineData("Bus__Provider", "rabbitmq")]
    [InlineData("Hubs__Vault__Connector", "amqp")]
    [InlineData("Hubs__Floor__Connector", "amqp")]
    [InlineData("Hubs__Vault__Evidence", "signed")]
    [InlineData("Hubs__Floor__Evidence", "signed")]
    public void It_says_so_instead_of_doing_less(string key, string value) =>
        StationSize
            .Rejections(_sources.Variable("HANDOFF_" + key, value).Settings())
            .ShouldHaveSingleItem()
            .ShouldStartWith(key.Replace("__", ":"));

    [Fact]
    public void The_defaults_ask_for_nothing_more() => StationSize.Rejections(_sources.Settings()).ShouldBeEmpty();
}
