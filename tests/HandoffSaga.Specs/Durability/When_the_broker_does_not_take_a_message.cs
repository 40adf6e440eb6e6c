using HandoffSaga.Durability;
using HandoffSaga.Specs.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Durability;

/// <summary>A node of a cluster that dies takes confirms with it, and answers nacks or nothing until a queue has another leader.</summary>
public sealed class When_the_broker_does_not_take_a_message
{
    private readonly ScriptedBroker _broker = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly BusReadiness _bus = new();
    private readonly InFlightMessages _inFlight = new(10);
    private readonly BrokerCarrier _carrier;

    public When_the_broker_does_not_take_a_message()
    {
        var options = new DurabilityOptions();
        var store = new StoreOutage(options, _clock);
        _carrier = new BrokerCarrier(
            new BrokerSender(_broker, NullLogger<BrokerSender>.Instance),
            _inFlight,
            new SentRows(null!, store, _inFlight, options, NullLogger<SentRows>.Instance),
            new RawOutbox(_broker, NullLogger<RawOutbox>.Instance),
            new LocalConsumers(new ServiceCollection().BuildServiceProvider(), [], _inFlight, store, NullLogger<LocalConsumers>.Instance),
            _bus,
            options,
            _clock,
            NullLogger<BrokerCarrier>.Instance
        );
        _bus.PostStart(null!, Task.FromResult<MassTransit.BusReady>(null!));
    }

    [Theory]
    [InlineData(RawPublishResult.NotTaken)]
    [InlineData(RawPublishResult.Unconfirmed)]
    [InlineData(RawPublishResult.Unavailable)]
    public async Task It_is_sent_again_within_seconds_though_its_row_is_not_due_for_an_hour(RawPublishResult first)
    {
        _broker.Answers = ScriptedBroker.Says(first);
        var message = InFlight(resendAfter: TimeSpan.FromHours(1));
        await _carrier.Carry(message);
        (await _broker.Next()).MessageId.ShouldBe(message.MessageId.ToString("D"));

        _broker.Answers = ScriptedBroker.Confirms;
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await _broker.Next()).MessageId.ShouldBe(message.MessageId.ToString("D"));
        _inFlight.Contains(message.MessageId).ShouldBeFalse();
    }

    [Fact]
    public async Task The_sweeper_leaves_it_alone_until_then()
    {
        _broker.Answers = ScriptedBroker.Says(RawPublishResult.NotTaken);
        var message = InFlight(resendAfter: TimeSpan.FromHours(1));

        await _carrier.Carry(message);
        await _broker.Next();

        _inFlight.Contains(message.MessageId).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_broker_is_unavailable_and_everything_at_its_return()
    {
        _broker.Answers = ScriptedBroker.Says(RawPublishResult.Unavailable);
        _bus.Reachable(false);
        await _carrier.Carry(InFlight(resendAfter: TimeSpan.FromHours(1)));
        await _broker.Next();

        _clock.Advance(TimeSpan.FromMinutes(10));
        _broker.Waiting.ShouldBe(0);
        _broker.Answers = ScriptedBroker.Confirms;
        _bus.Reachable(true);

        await _broker.Next();
    }

    [Fact]
    public async Task It_carries_what_it_was_stored_with()
    {
        var message = InFlight(resendAfter: TimeSpan.FromHours(1));

        await _carrier.Carry(message);

        var sent = await _broker.Next();
        (sent.Exchange, sent.RoutingKey, sent.ContentType).ShouldBe(("Plant:Work", "", "application/vnd.masstransit+json"));
        sent.Body.ToArray().ShouldBe("{}"u8.ToArray());
        sent.CorrelationId.ShouldBe(message.CorrelationId!.Value.ToString("D"));
        sent.Headers["traceparent"].ShouldBe("00-1-2-00");
    }

    [Fact]
    public async Task One_that_cannot_be_sent_at_all_is_let_go_and_left_to_its_row()
    {
        var message = InFlight(resendAfter: TimeSpan.FromHours(1), headers: "these are no headers");

        await _carrier.Carry(message);

        _broker.Waiting.ShouldBe(0);
        _inFlight.Contains(message.MessageId).ShouldBeFalse();
    }

    private OutgoingMessage InFlight(TimeSpan resendAfter, string headers = """{"traceparent":"00-1-2-00"}""")
    {
        var message = new OutgoingMessage
        {
            MessageId = Guid.NewGuid(),
            CorrelationId = Guid.NewGuid(),
            Destination = "exchange:Plant:Work",
            ContentType = "application/vnd.masstransit+json",
            Headers = headers,
            Body = "{}"u8.ToArray(),
            MessageType = "Work",
            ResendAfter = resendAfter,
            IsInFlight = true,
        };
        _inFlight.TryTrack(message.MessageId, message.Destination).ShouldBeTrue();
        return message;
    }
}
