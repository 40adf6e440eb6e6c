using System.Globalization;
using System.Text.Json.Nodes;
using HandoffSaga.Durability;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.Deployment;

/// <summary>
/// How often a message may be returned to its queue. RabbitMQ takes the lower of a queue's argument and a policy's: the program's argument
/// never limits, and what limits is the policy, which keeps what reaches it.
/// </summary>
public sealed class The_brokers_definitions
{
    private static readonly string Folder = Path.Combine(WireContract.Folder, "..", "..", "deploy");

    private static readonly JsonObject Definitions = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Folder, "rabbitmq", "definitions.json")))!
        .AsObject();

    private static readonly JsonObject Policy = Definitions["policies"]!.AsArray().ShouldHaveSingleItem()!["definition"]!.AsObject();

    [Fact]
    public void Declare_every_queue_as_the_program_does()
    {
        var declared = new JsonObject([
            .. BrokerQueues
                .Arguments(BrokerQueueType.Quorum)
                .Select(argument => KeyValuePair.Create(argument.Key, (JsonNode?)JsonValue.Create(argument.Value))),
        ]);

        foreach (var queue in Definitions["queues"]!.AsArray())
        {
            JsonNode
                .DeepEquals(JsonNode.Parse(queue!["arguments"]!.ToJsonString()), JsonNode.Parse(declared.ToJsonString()))
                .ShouldBeTrue((string?)queue["name"]);
        }
    }

    [Fact]
    public void Limit_returns_by_the_policy_alone_and_drop_nothing_that_reaches_it()
    {
        ((int)Policy["delivery-limit"]!).ShouldBeLessThan(BrokerQueues.NoDeliveryLimit);
        ((string?)Policy["dead-letter-exchange"]).ShouldBe("handoff.poison");
        ((string?)Policy["dead-letter-strategy"]).ShouldBe("at-least-once");
        ((string?)Policy["overflow"]).ShouldBe("reject-publish", "at least once needs it");
    }

    [Theory]
    [InlineData("deploy/README.md")]
    [InlineData("docs/wire.md")]
    public void Say_the_same_as_the_papers(string paper)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "..", paper)).ReplaceLineEndings(" ");

        text.ShouldContain($"`x-delivery-limit` = {BrokerQueues.NoDeliveryLimit.ToString("N0", CultureInfo.InvariantCulture)}");
        text.ShouldContain($"The policy `handoff-nothing-dropped` says {(int)Policy["delivery-limit"]!}");
    }
}
