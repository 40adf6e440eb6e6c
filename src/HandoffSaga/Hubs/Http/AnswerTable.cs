using System.Net.Mime;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Hubs.Http;

/// <summary>What a hub's answer means (docs/wire.md section 2, "Over HTTP").</summary>
internal static class AnswerTable
{
    /// <summary>Judges an answer that was read to its end.</summary>
    /// <param name="delivery">What was sent.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="hub">What counts as a confirmation of this hub.</param>
    /// <param name="signatures">Checks the receipt's signature.</param>
    /// <param name="now">The time that a date in <c>Retry-After</c> is compared with.</param>
    public static DeliveryOutcome Judge(
        Delivery delivery,
        HttpAnswer answer,
        HubOptions hub,
        ReceiptSignatures signatures,
        DateTimeOffset now
    )
    {
        var retryAfter = Outbound.RetryAfter.Parse(answer.RetryAfter, now);
        var outcome = answer.Reading switch
        {
            ReceiptReading.Found found => ReceiptJudgement.Judge(found.Receipt, delivery, signatures),
            ReceiptReading.Malformed malformed => Unreadable(malformed.Code, malformed.Reason),
            ReceiptReading.Resembling resembling when answer.IsSuccess => Unreadable(resembling.Code, resembling.Reason),
            _ when retryAfter is not null => Failed(AttemptOutcome.Transient, answer.StatusCode),
            ReceiptReading.NoReceipt(var content) when answer.IsSuccess => WithoutReceipt(delivery, answer, content, hub),
            _ => ByStatus(answer),
        };

        return outcome with
        {
            StatusCode = answer.StatusCode,
            RetryAfter = outcome.Outcome == AttemptOutcome.Transient ? retryAfter : null,
        };
    }

    /// <summary>There was no answer, or it broke off: nothing is known, even if there was a status.</summary>
    public static DeliveryOutcome Unanswered(ErrorCode code, string error, int? statusCode) =>
        DeliveryOutcome.Failed(AttemptOutcome.Transient, code, error) with
        {
            StatusCode = statusCode,
        };

    /// <summary>A 2xx whose body has nothing of a receipt.</summary>
    private static DeliveryOutcome WithoutReceipt(Delivery delivery, HttpAnswer answer, AnswerContent content, HubOptions hub)
    {
        var section = HubOptions.Sections.For(delivery.Destination);
        if (hub.Evidence > Evidence.StatusCode)
        {
            return DeliveryOutcome.Failed(
                AttemptOutcome.Transient,
                ErrorCodes.ReceiptMissing,
                $"receipt_missing: HTTP {answer.StatusCode} without a receipt, and {section}:Evidence asks for one"
            );
        }

        if (content != AnswerContent.Other || Confirms(answer.ContentType, hub))
            return DeliveryOutcome.Delivered(Evidence.StatusCode);

        var type = answer.ContentType;
        var advice = type is null
            ? "content of no declared type confirms nothing; the hub must declare one"
            : $"{type} confirms nothing; for a hub that confirms with it, add {type} to {section}:ConfirmingContentTypes";
        return DeliveryOutcome.Failed(
            AttemptOutcome.Transient,
            ErrorCodes.ReceiptContentType,
            $"receipt_content_type: HTTP {answer.StatusCode}, but {advice}"
        );
    }

    private static bool Confirms(string? type, HubOptions hub) =>
        type is not null
        && (
            hub.ConfirmingContentTypes.Contains(type)
            || (type.EndsWith("+json", StringComparison.Ordinal) && hub.ConfirmingContentTypes.Contains(MediaTypeNames.Application.Json))
        );

    private static DeliveryOutcome ByStatus(HttpAnswer answer) =>
        answer.StatusCode switch
        {
            408 or 423 or 425 or 429 or (>= 500 and < 600) => Failed(AttemptOutcome.Transient, answer.StatusCode),
            409 when answer.IsInProgress => Failed(AttemptOutcome.Transient, answer.StatusCode),
            _ => Failed(AttemptOutcome.Permanent, answer.StatusCode),
        };

    private static DeliveryOutcome Failed(AttemptOutcome outcome, int statusCode) =>
        DeliveryOutcome.Failed(outcome, ErrorCodes.Http(statusCode), $"HTTP {statusCode}");

    private static DeliveryOutcome Unreadable(ErrorCode code, string reason) =>
        DeliveryOutcome.Failed(AttemptOutcome.Transient, code, $"receipt_{code.Code}: {reason}");
}
