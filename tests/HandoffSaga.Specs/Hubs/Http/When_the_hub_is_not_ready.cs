using System.Text;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Http;

/// <summary>An answer that says "later" is tried again, in whatever status it comes.</summary>
public sealed class When_the_hub_is_not_ready
{
    private const string Problem = "application/problem+json";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(202)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(503)]
    public async Task Any_status_with_Retry_After_is_transient(int status)
    {
        var outcome = await Answered(status, retryAfter: "2");

        (outcome.Outcome, outcome.Error, outcome.RetryAfter).ShouldBe(
            (AttemptOutcome.Transient, $"HTTP {status}", TimeSpan.FromSeconds(2))
        );
        outcome.ErrorCode.ShouldBe(ErrorCodes.Http(status));
    }

    [Fact]
    public async Task A_Retry_After_that_cannot_be_read_asks_for_nothing() =>
        (await Answered(409, retryAfter: "soon")).Outcome.ShouldBe(AttemptOutcome.Permanent);

    [Fact]
    public async Task A_receipt_decides_also_beside_a_Retry_After()
    {
        var rejected = Sample.Receipt(Sample.Delivery(), ("disposition", "rejected"));

        (await Answered(409, body: rejected, retryAfter: "2")).Outcome.ShouldBe(AttemptOutcome.Permanent);
        (await Answered(200, body: Sample.Receipt(Sample.Delivery()), retryAfter: "2")).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Theory]
    [InlineData("https://hub.example.com/problems/request-in-progress")]
    [InlineData("urn:hub:idempotency:in_progress")]
    [InlineData("https://hub.example.com/errors#InProgress")]
    public async Task A_conflict_whose_problem_type_says_in_progress_is_transient(string type) =>
        (await Answered(409, $$"""{"type":"{{type}}","status":409}""")).Outcome.ShouldBe(AttemptOutcome.Transient);

    [Theory]
    [InlineData(409, """{"type":"https://hub.example.com/problems/revision-conflict"}""")]
    [InlineData(409, """{"type":["in-progress"]}""")]
    [InlineData(409, """["in-progress"]""")]
    [InlineData(409, "in-progress")]
    [InlineData(409, "")]
    [InlineData(422, """{"type":"https://hub.example.com/problems/request-in-progress"}""")]
    public async Task Any_other_conflict_is_permanent(int status, string body) =>
        (await Answered(status, body)).Outcome.ShouldBe(AttemptOutcome.Permanent);

    [Theory]
    [InlineData(423)]
    [InlineData(425)]
    public async Task Locked_and_too_early_are_transient(int status) => (await Answered(status)).Outcome.ShouldBe(AttemptOutcome.Transient);

    private static Task<DeliveryOutcome> Answered(int status, string body = "", string? retryAfter = null) =>
        Answered(status, Encoding.UTF8.GetBytes(body), retryAfter);

    private static async Task<DeliveryOutcome> Answered(int status, byte[] body, string? retryAfter = null)
    {
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = Problem;
            if (retryAfter is not null)
                http.Response.Headers.RetryAfter = retryAfter;
            if (body.Length > 0)
                await http.Response.Body.WriteAsync(body);
        });
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);
        return await connector.Deliver(Sample.Delivery(), Ct);
    }
}
