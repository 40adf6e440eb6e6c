using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class The_answer_table
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_receipt_the_status_alone_decides_and_every_status_has_its_row()
    {
        int[] transient = [408, 423, 425, 429, .. Enumerable.Range(500, 100)];
        for (var status = 100; status < 1000; status++)
        {
            var expected =
                status is >= 200 and < 300 ? AttemptOutcome.Delivered
                : transient.Contains(status) ? AttemptOutcome.Transient
                : AttemptOutcome.Permanent;

            var outcome = Judge(status, ReceiptReading.Nothing);
            outcome.Outcome.ShouldBe(expected, $"HTTP {status}");
            outcome.ErrorCode?.ToString().ShouldBe(expected == AttemptOutcome.Delivered ? null : $"http:{status}");
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(503)]
    public void A_malformed_receipt_is_transient_whatever_the_status(int status)
    {
        var outcome = Judge(status, new ReceiptReading.Malformed("leg is missing"));

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("receipt_invalid: leg is missing");
        outcome.ErrorCode.ShouldBe(ErrorCodes.ReceiptInvalid);
        outcome.Evidence.ShouldBeNull();
    }

    [Fact]
    public void Retry_After_counts_for_what_will_be_tried_again_only()
    {
        var found = ReceiptParser.Parse(Sample.Receipt(Sample.Delivery()));
        var rejected = ReceiptParser.Parse(Sample.Receipt(Sample.Delivery(), ("disposition", "rejected")));
        Judge(503, ReceiptReading.Nothing, "7").RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        Judge(404, rejected, "7").RetryAfter.ShouldBeNull();
        Judge(200, found, "7").RetryAfter.ShouldBeNull();
        Judge(200, new ReceiptReading.Malformed("it is not valid JSON"), "7").RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void No_answer_is_transient()
    {
        var reset = ErrorCodes.Transport(TransportFault.ConnectionReset);

        AnswerTable
            .Unanswered(reset, "connection reset", 200)
            .ShouldBe(DeliveryOutcome.Failed(AttemptOutcome.Transient, reset, "connection reset") with { StatusCode = 200 });
    }

    private static DeliveryOutcome Judge(int status, ReceiptReading reading, string? retryAfter = null) =>
        AnswerTable.Judge(
            Sample.Delivery(),
            new HttpAnswer(status, reading) { RetryAfter = retryAfter },
            new HubOptions { Url = HubOptions.DefaultVaultUrl },
            ReceiptSignatures.NotChecked,
            Now
        );
}
