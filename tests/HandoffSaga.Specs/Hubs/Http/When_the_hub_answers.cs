using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class When_the_hub_answers
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Any_2xx_without_a_receipt_delivers_on_the_status_alone(int status)
    {
        var outcome = await Answered(status);

        outcome.Outcome.ShouldBe(AttemptOutcome.Delivered);
        outcome.Evidence.ShouldBe(Evidence.StatusCode);
        outcome.StatusCode.ShouldBe(status);
        outcome.Error.ShouldBeNull();
        outcome.ResponseExcerpt.ShouldBeNull();
        outcome.ResponseSha256.ShouldBeNull();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_transient(int status)
    {
        var outcome = await Answered(status);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe($"HTTP {status}");
        outcome.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Anything_else_is_permanent(int status)
    {
        var outcome = await Answered(status);

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
        outcome.Error.ShouldBe($"HTTP {status}");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = await LoopbackHub.Answering(200);
        await using var hub = await LoopbackHub.Answering(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = elsewhere.Url.ToString();
            return Task.CompletedTask;
        });

        var outcome = await Deliver(hub.Url);

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
        outcome.Error.ShouldBe($"HTTP {status}");
        elsewhere.Arrived.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task A_receipt_decides_whatever_the_status(int status)
    {
        var outcome = await Answered(status, Sample.Receipt(Sample.Delivery()));

        outcome.Outcome.ShouldBe(AttemptOutcome.Delivered);
        outcome.Evidence.ShouldBe(Evidence.Receipt);
        outcome.ReceiptId.ShouldBe("VH-99812");
        outcome.ReceivedBy.ShouldBe("vault-hub-1");
        outcome.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_rejection_on_a_200_is_no_delivery()
    {
        var outcome = await Answered(200, Sample.Receipt(Sample.Delivery(), ("disposition", "rejected"), ("reason", "unknown\nclient")));

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
        outcome.Error.ShouldBe(@"rejected: unknown\u000aclient");
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_handed_on_uncapped()
    {
        (await AnsweredRetryAfter("86400")).RetryAfter.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_read_against_the_program_s_clock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.Zero));

        (await AnsweredRetryAfter("Sun, 01 Jun 2025 14:02:00 GMT", clock)).RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task What_it_said_is_kept_for_people_to_see()
    {
        var outcome = await Answered(500, "<h1>out of\tdisk</h1>"u8.ToArray());

        outcome.ResponseExcerpt.ShouldBe(@"<h1>out of\u0009disk</h1>");
        outcome.ResponseSha256.ShouldBe("f78b0b9e51eb86ee41d4c08e6affb410b68631b943ba068f85ac9d7eab8cfbe7");
    }

    private static async Task<DeliveryOutcome> Answered(int status, byte[]? body = null)
    {
        await using var hub = await LoopbackHub.Answering(status, body);
        return await Deliver(hub.Url);
    }

    private static async Task<DeliveryOutcome> AnsweredRetryAfter(string value, TimeProvider? clock = null)
    {
        await using var hub = await LoopbackHub.Answering(http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = value;
            return Task.CompletedTask;
        });
        return await Deliver(hub.Url, clock);
    }

    private static async Task<DeliveryOutcome> Deliver(Uri url, TimeProvider? clock = null)
    {
        using var connector = new HttpHubConnector(
            new HubOptions { Url = url },
            ReceiptSignatures.NotChecked,
            clock ?? TimeProvider.System
        );
        return await connector.Deliver(Sample.Delivery(), Ct);
    }
}
