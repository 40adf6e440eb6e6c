using System.Text;
using HandoffSaga.Messages;
using HandoffSaga.Specs.Hubs;

namespace HandoffSaga.Specs.Alerts;

public sealed class When_an_alert_is_posted
{
    private readonly Guid _messageId = Guid.NewGuid();

    [Fact]
    public async Task It_has_the_names_of_the_contract()
    {
        await using var receiver = await LoopbackHub.Answering(202);
        await using var station = await AlertStation.Telling(receiver.Url);

        (await station.Consume(new AlertDelivery { Alert = SampleAlert.Escalation, Url = receiver.Url }, _messageId)).ShouldBeNull();

        var request = receiver.Arrived.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Headers["Content-Type"].ShouldBe(["application/json"]);
        request.Headers["Idempotency-Key"].ShouldBe([$"\"{_messageId:D}\""]);
        Encoding
            .UTF8.GetString(request.Body)
            .ShouldBe(
                """
                {"alert_type":"transfer_failure","severity":"high","node_id":"NODE-LP-001","timestamp":"2025-06-01T14:00:00.000Z",
                "detail":"The Vault Hub did not take PKG-2025-001-LP-TEST1.","package_id":"PKG-2025-001-LP-TEST1",
                "transfer_id":"XFER-PKG-2025-001-LP-TEST1","destination":"vault_hub","retry_count":3,"last_error":"HTTP 503"}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task What_does_not_apply_is_null()
    {
        await using var receiver = await LoopbackHub.Answering(200);
        await using var station = await AlertStation.Telling(receiver.Url);
        var alert = SampleAlert.Escalation with
        {
            AlertType = AlertKinds.SignoffRejected,
            PackageId = null,
            TransferId = null,
            Destination = null,
            RetryCount = null,
            LastError = null,
        };

        await station.Consume(new AlertDelivery { Alert = alert, Url = receiver.Url }, _messageId);

        Encoding
            .UTF8.GetString(receiver.Arrived.ShouldHaveSingleItem().Body)
            .ShouldEndWith("""null,"transfer_id":null,"destination":null,"retry_count":null,"last_error":null}""");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Any_2xx_is_the_end_of_it(int status)
    {
        await using var receiver = await LoopbackHub.Answering(status);
        await using var station = await AlertStation.Telling(receiver.Url);

        await station.Consume(new AlertDelivery { Alert = SampleAlert.Escalation, Url = receiver.Url }, _messageId);

        receiver.Arrived.Count.ShouldBe(1);
        station.Schedule.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(503)]
    public async Task Any_other_answer_brings_it_back_later(int status)
    {
        await using var receiver = await LoopbackHub.Answering(status);
        await using var station = await AlertStation.Telling(receiver.Url);
        var first = new AlertDelivery { Alert = SampleAlert.Escalation, Url = receiver.Url };

        (await station.Consume(first, _messageId)).ShouldBeNull();

        var again = station.Schedule.ShouldHaveSingleItem();
        again.Message.ShouldBe(first with { Attempt = 2, FirstMessageId = _messageId });
        again.Delay.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task So_does_no_answer_at_all()
    {
        var gone = RawHub.Gone();
        await using var station = await AlertStation.Telling(gone);

        (await station.Consume(new AlertDelivery { Alert = SampleAlert.Escalation, Url = gone }, _messageId)).ShouldBeNull();

        station.Schedule.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task However_often_it_failed_it_comes_again_under_its_first_key()
    {
        var firstKey = Guid.NewGuid();
        await using var receiver = await LoopbackHub.Answering(503);
        await using var station = await AlertStation.Telling(receiver.Url);
        var late = new AlertDelivery
        {
            Alert = SampleAlert.Escalation,
            Url = receiver.Url,
            Attempt = 5000,
            FirstMessageId = firstKey,
        };

        await station.Consume(late, _messageId);

        receiver.Arrived.ShouldHaveSingleItem().Headers["Idempotency-Key"].ShouldBe([$"\"{firstKey:D}\""]);
        var again = station.Schedule.ShouldHaveSingleItem();
        again.Message.ShouldBe(late with { Attempt = 5001 });
        again.Delay.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task An_address_that_left_the_configuration_is_not_called_any_more()
    {
        await using var former = await LoopbackHub.Answering(200);
        await using var station = await AlertStation.Telling(new Uri("http://127.0.0.1:9/alerts"));

        (await station.Consume(new AlertDelivery { Alert = SampleAlert.Escalation, Url = former.Url }, _messageId)).ShouldBeNull();

        former.Arrived.ShouldBeEmpty();
        station.Schedule.ShouldBeEmpty();
    }
}
