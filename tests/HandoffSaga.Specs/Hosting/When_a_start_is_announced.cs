using HandoffSaga.Host.Station;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Packages;

namespace HandoffSaga.Specs.Hosting;

public sealed class When_a_start_is_announced
{
    private static readonly HubOptions Hub = new() { Url = new Uri("https://user:CANARY@hub:8443/receive?api_key=CANARY") };

    [Fact]
    public void A_hubs_address_is_named_without_what_may_be_secret() =>
        HubAnnouncement.Where(Destination.VaultHub, Hub).ShouldBe("https://hub:8443/receive");

    [Fact]
    public void Over_a_broker_it_is_the_exchange_and_its_queue() =>
        HubAnnouncement
            .Where(Destination.NextNode, Hub with { Connector = Connectors.Amqp })
            .ShouldBe("the exchange handoff.node-deliveries (queue floor-hub.deliveries)");

    [Theory]
    [InlineData(Connectors.Http, nameof(Evidence.StatusCode), "a 2xx or a receipt (Hubs:Vault:Evidence = status)")]
    [InlineData(Connectors.Http, nameof(Evidence.Receipt), "a receipt (Hubs:Vault:Evidence = receipt)")]
    [InlineData(Connectors.Http, nameof(Evidence.SignedReceipt), "a signed receipt (Hubs:Vault:Evidence = signed)")]
    [InlineData(Connectors.Amqp, nameof(Evidence.StatusCode), "a receipt")]
    public void The_evidence_that_completes_a_leg_is_named(string connector, string evidence, string text) =>
        HubAnnouncement
            .Evidence(Destination.VaultHub, Hub with { Connector = connector, Evidence = Enum.Parse<Evidence>(evidence) })
            .ShouldBe(text);
}
