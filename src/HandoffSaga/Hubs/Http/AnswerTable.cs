using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Hubs.Http;

/// <summary>What a hub's answer means (docs/wire.md section 2, "Over HTTP").</summary>
internal static class AnswerTable
{
    /// <summary>Judges an answer that was read to its end.</summary>
    /// <param name="delivery">What was sent.</param>
    /// <param name="statusCode">The answer's status.</param>
    /// <param name="reading">What its body turned out to be.</param>
    /// <param name="signatures">Checks the receipt's signature.</param>
    /// <param name="retryAfter">The value of its <c>Retry-After</c> field as it came, null when there was none.</param>
    /// <param name="now">Against which a date in <paramref name="retryAfter"/> is read.</param>
    public static DeliveryOutcome Judge(
        Delivery delivery,
        int statusCode,
        ReceiptReading reading,
        ReceiptSignatures signatures,
        string? retryAfter,
        DateTimeOffset now
    )
    {
        var outcome = reading switch
        {
            ReceiptReading.Found found => ReceiptJudgement.Judge(found.Receipt, delivery, signatures),
            ReceiptReading.Malformed malformed => DeliveryOutcome.Failed(
                AttemptOutcome.Transient,
                ErrorCodes.ReceiptInvalid,
                $"receipt_invalid: {malformed.Reason}"
            ),
            _ => ByStatus(statusCode),
        };

        return outcome with
        {
            StatusCode = statusCode,
            RetryAfter = outcome.Outcome == AttemptOutcome.Transient ? Outbound.RetryAfter.Parse(retryAfter, now) : null,
        };
    }

    /// <summary>There was no answer, or it broke off: nothing is known, whatever its status was.</summary>
    public static DeliveryOutcome Unanswered(ErrorCode code, string error, int? statusCode) =>
        DeliveryOutcome.Failed(AttemptOutcome.Transient, code, error) with
        {
            StatusCode = statusCode,
        };

    private static DeliveryOutcome ByStatus(int statusCode) =>
        statusCode switch
        {
            >= 200 and < 300 => DeliveryOutcome.Delivered(Evidence.StatusCode),
            408 or 425 or 429 or (>= 500 and < 600) => Failed(AttemptOutcome.Transient, statusCode),
            _ => Failed(AttemptOutcome.Permanent, statusCode),
        };

    private static DeliveryOutcome Failed(AttemptOutcome outcome, int statusCode) =>
        DeliveryOutcome.Failed(outcome, ErrorCodes.Http(statusCode), $"HTTP {statusCode}");
}
