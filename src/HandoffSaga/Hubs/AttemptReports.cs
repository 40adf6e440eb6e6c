using HandoffSaga.Legs;
using HandoffSaga.Messages;

namespace HandoffSaga.Hubs;

/// <summary>How an attempt ended, as the report to the saga.</summary>
internal static class AttemptReports
{
    public static AttemptReport Of(TransferRequest request, DeliveryOutcome outcome, DateTimeOffset endedAt) =>
        Of(request.Attempt, request.Cause, outcome, endedAt);

    public static AttemptReport Of(int attempt, string cause, DeliveryOutcome outcome, DateTimeOffset endedAt) =>
        new()
        {
            Attempt = attempt,
            Cause = cause,
            Outcome = outcome.Outcome.WireName(),
            EndedAt = endedAt,
            Error = outcome.Error,
            ErrorCode = outcome.ErrorCode?.ToString(),
            Evidence = outcome.Evidence?.WireName(),
            ReceiptId = outcome.ReceiptId,
            ReceivedBy = outcome.ReceivedBy,
            RetryAfter = outcome.RetryAfter,
            StatusCode = outcome.StatusCode,
            ResponseExcerpt = outcome.ResponseExcerpt,
            ResponseSha256 = outcome.ResponseSha256,
        };
}
