namespace HandoffSaga.Legs;

/// <summary>The names legs and attempts have outside (WIRE section 4).</summary>
internal static class LegStatusNames
{
    public const string Pending = "pending";
    public const string Preparing = "preparing";
    public const string Transferring = "transferring";
    public const string RetryPending = "retry_pending";
    public const string Complete = "complete";
    public const string Held = "held";
    public const string Escalated = "escalated";
    public const string NotApplicable = "not_applicable";

    public static string WireName(this LegStatus status) => status switch
    {
        LegStatus.Pending => Pending,
        LegStatus.RetryPending => RetryPending,
        LegStatus.Complete => Complete,
        LegStatus.Held => Held,
        LegStatus.Escalated => Escalated,
        LegStatus.NotApplicable => NotApplicable,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string WireName(this AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Delivered => "delivered",
        AttemptOutcome.Transient => "transient",
        AttemptOutcome.Permanent => "permanent",
        AttemptOutcome.NoReply => "no_reply",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static string WireName(this AttemptCause cause) => cause switch
    {
        AttemptCause.First => "first",
        AttemptCause.Redelivery => "redelivery",
        AttemptCause.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };

    public static string WireName(this Evidence evidence) => evidence switch
    {
        Evidence.StatusCode => "status_code",
        Evidence.Receipt => "receipt",
        Evidence.SignedReceipt => "signed_receipt",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, null),
    };
}
