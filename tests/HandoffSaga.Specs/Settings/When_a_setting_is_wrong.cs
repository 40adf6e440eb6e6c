namespace HandoffSaga.Specs.Settings;

public sealed class When_a_setting_is_wrong : IDisposable
{
    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Theory]
    [InlineData("Node__Id", "a b", "a station id")]
    [InlineData("Node__Id", "", "a station id")]
    [InlineData("Node__Domain", "", "text of 1 to 128 characters")]
    [InlineData("Store__Provider", "oracle", "sqlite or postgres")]
    [InlineData("Store__ConnectionString", "", "a connection string")]
    [InlineData("Bus__Provider", "kafka", "in-memory or rabbitmq")]
    [InlineData("Bus__Url", "http://broker", "an absolute amqp or amqps address")]
    [InlineData("Bus__QueueType", "lazy", "quorum or classic")]
    [InlineData("Bus__Replies", "remote", "local or broker")]
    [InlineData("Contracts__Folder", "", "a path")]
    [InlineData("Contracts__Recheck", "0s", "a duration")]
    [InlineData("Guardian__Verification", "on", "required or off")]
    [InlineData("Hubs__Vault__Connector", "smtp", "http or amqp")]
    [InlineData("Hubs__Vault__Url", "/receive", "an absolute http or https address")]
    [InlineData("Hubs__Vault__Url", "ftp://vault", "an absolute http or https address")]
    [InlineData("Hubs__Vault__Timeout", "30", "such as 10s, 1m")]
    [InlineData("Hubs__Vault__Timeout", "2h", "up to 1h")]
    [InlineData("Hubs__Vault__Timeout", "off", "a duration up to 1h")]
    [InlineData("Hubs__Floor__Concurrency", "0", "a whole number from 1 to 1024")]
    [InlineData("Hubs__Floor__Concurrency", "many", "a whole number from 1 to 1024")]
    [InlineData("Hubs__Vault__Evidence", "none", "status or receipt or signed")]
    [InlineData("Hubs__Vault__ConfirmingContentTypes", "html", "a list (an array, or one string with commas), each a content type")]
    [InlineData("Hubs__Floor__ConfirmingContentTypes", "text/html; charset=utf-8", "a content type without parameters")]
    [InlineData("Redelivery__Delays", "10s,soon", "a list")]
    [InlineData("Redelivery__Delays", "10s,-1s", "a list")]
    [InlineData("Redelivery__Jitter", "1.5", "a number from 0 to 1")]
    [InlineData("Redelivery__Jitter", "NaN", "a number from 0 to 1")]
    [InlineData("Redelivery__AfterEscalation", "never", "off, or a duration")]
    [InlineData("Hubs__Vault__Redelivery__MaxRetryAfter", "31d", "up to 30d")]
    [InlineData("Api__Urls", "127.0.0.1:5080", "an http address to listen on")]
    [InlineData("Api__Urls", "https://127.0.0.1:5080", "an http address to listen on")]
    [InlineData("Intake__MaxBytes", "1 GiB", "a size from 1 KiB to 64 MiB")]
    [InlineData("Intake__MaxBytes", "65 MiB", "a size from 1 KiB to 64 MiB")]
    [InlineData("Alerts__FloorHubUrl", "floor-hub", "an absolute http or https address, or nothing")]
    [InlineData("Ledger__Origin", "a b", "a name without spaces")]
    public void It_is_named_with_its_source_its_value_and_what_is_allowed(string key, string value, string allowed)
    {
        var reading = _sources.Variable("HANDOFF_" + key, value).Read();

        reading.Settings.ShouldBeNull();
        reading.Problems.ShouldContain(problem =>
            problem.StartsWith($"{key.Replace("__", ":")} = \"{value}\" (HANDOFF_{key}): allowed is ", StringComparison.Ordinal)
            && problem.Contains(allowed, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void All_of_them_are_named_at_once() =>
        _sources
            .AppSettings("""{ "Node": { "Id": "?" }, "Hubs": { "Vault": { "Timeout": 30, "Timout": "30s" } } }""")
            .Variable("HANDOFF_Bus__Provider", "kafka")
            .Read()
            .Problems.Count.ShouldBe(4);

    [Fact]
    public void One_value_is_wanted_where_a_list_is_given() =>
        _sources
            .AppSettings("""{ "Node": { "Id": [ "A", "B" ] } }""")
            .Read()
            .Problems.ShouldHaveSingleItem()
            .ShouldStartWith("Node:Id = \"A, B\" (appsettings.json)");

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=handoff.db;Mode=Memory")]
    [InlineData("Data Source=")]
    public void A_store_that_dies_with_the_process_is_no_store(string connectionString) =>
        _sources
            .Variable("HANDOFF_Store__ConnectionString", connectionString)
            .Read()
            .Problems.ShouldHaveSingleItem()
            .ShouldContain("only a file survives");

    [Fact]
    public void A_connection_string_with_unknown_words_is_rejected() =>
        _sources
            .Variable("HANDOFF_Store__ConnectionString", "Host=db;Database=handoff")
            .Read()
            .Problems.ShouldHaveSingleItem()
            .ShouldContain("Store:ConnectionString");

    [Theory]
    [InlineData(null, "Store:ConnectionString is not set")]
    [InlineData("Data Source=handoff.db", "allowed is one such as Host=db")]
    [InlineData("Host=db;Username=handoff", "Host and Database")]
    [InlineData("Host=db;Database=handoff;Prt=5432", "prt")]
    [InlineData("Host=db;Database=handoff;sslmode=verify-full;sslrootcert=/ca.pem", "sslrootcert is called Root Certificate here")]
    [InlineData("Host=db;dbname=handoff;sslcert=/c.pem", "dbname is called Database here, sslcert is called SSL Certificate here")]
    [InlineData("host=db dbname=handoff", "a semicolon, not a space")]
    [InlineData("postgresql://handoff@db/handoff", "write its parts as Host=")]
    public void A_database_server_must_be_named(string? connectionString, string says)
    {
        _sources.Variable("HANDOFF_Store__Provider", "postgres");
        if (connectionString is not null)
            _sources.Variable("HANDOFF_Store__ConnectionString", connectionString);

        var problem = _sources.Read().Problems.ShouldHaveSingleItem();

        problem.ShouldStartWith("Store:ConnectionString");
        problem.ShouldContain(says, Case.Insensitive);
    }

    [Fact]
    public void A_wrong_connection_string_is_shown_without_its_password() =>
        _sources
            .Variable("HANDOFF_Store__Provider", "postgres")
            .Variable("HANDOFF_Store__ConnectionString", "Password=hunter2;Database=handoff")
            .Read()
            .Problems.ShouldHaveSingleItem()
            .ShouldNotContain("hunter2");

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://127.0.0.1:5080,http://handoff.example:5080")]
    public void An_API_that_others_can_reach_needs_a_token(string urls)
    {
        _sources.Variable("HANDOFF_Api__Urls", urls).Read().Problems.ShouldHaveSingleItem().ShouldStartWith("Api:TokenFile is not set");
        _sources.Variable("HANDOFF_Api__TokenFile", "token").Read().Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080,http://[::1]:5081")]
    public void An_API_on_loopback_needs_none(string urls) => _sources.Variable("HANDOFF_Api__Urls", urls).Read().Problems.ShouldBeEmpty();
}
