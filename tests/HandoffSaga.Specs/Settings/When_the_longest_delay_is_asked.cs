namespace HandoffSaga.Specs.Settings;

/// <summary>A message that would come later than any setting asks for was scheduled before the clock was set back.</summary>
public sealed class When_the_longest_delay_is_asked
{
    [Theory]
    [InlineData("""{ "Redelivery": { "AfterEscalation": "5d" } }""", 5)]
    [InlineData("""{ "Hubs": { "Floor": { "Redelivery": { "MaxRetryAfter": "6d" } } } }""", 6)]
    [InlineData("""{ "Contracts": { "Recheck": "1d" } }""", 1)]
    [InlineData("""{ "Hubs": { "Vault": { "Redelivery": { "Delays": ["10s", "8d"] } } } }""", 8)]
    [InlineData("""{ "Hubs": { "Floor": { "ReceiptDeadline": "3d" } } }""", 3)]
    public void It_is_at_least_what_any_of_them_asks_for(string settings, int days)
    {
        using var sources = new Sources().AppSettings(settings);

        var longest = LongestDelay.Of(sources.Settings())!.Value;

        longest.ShouldBeGreaterThan(TimeSpan.FromDays(days));
        longest.ShouldBeLessThan(TimeSpan.FromDays(days * 2));
    }

    [Fact]
    public void A_store_with_a_clock_of_its_own_may_be_shared_by_processes_that_ask_for_more()
    {
        using var sources = new Sources().AppSettings(
            """{ "Bus": { "Provider": "rabbitmq" }, "Store": { "Provider": "postgres", "ConnectionString": "Host=127.0.0.1;Database=x;Username=x" } }"""
        );

        LongestDelay.Of(sources.Settings()).ShouldBeNull();
    }
}
