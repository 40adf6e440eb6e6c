using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Hubs;

/// <summary>What a hub answered, or that it gave no answer.</summary>
internal sealed record DeliveryOutcome
{
    /// <summary>A broker has it; the hub's receipt comes later.</summary>
    public static readonly DeliveryOutcome Open = new(AttemptOutcome.Open);

    private DeliveryOutcome(AttemptOutcome outcome) => Outcome = outcome;

    /// <summary>Delivered, or the kind of failure.</summary>
    public AttemptOutcome Outcome { get; }

    /// <summary>
    /// One line for people when not delivered (<c>HTTP 503</c>, <c>digest_mismatch</c>, <c>connection refused</c>), free of control
    /// characters.
    /// </summary>
    public string? Error { get; private init; }

    /// <summary>The same for programs; there is one wherever there is an error.</summary>
    public ErrorCode? ErrorCode { get; private init; }

    public Evidence? Evidence { get; init; }
    public string? ReceiptId { get; init; }
    public string? ReceivedBy { get; init; }

    /// <summary>The ledger checkpoint that a receipt names; only a receipt that counts has one.</summary>
    public ReportedCheckpoint? LedgerHeadSeen { get; init; }

    /// <summary>Whether the receipt that names it was signed by one of its hub's keys.</summary>
    public bool LedgerHeadIsSigned { get; init; }

    /// <summary>How long the hub asked to wait (<c>Retry-After</c>), not yet capped.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public int? StatusCode { get; init; }

    /// <summary>The first 2 KiB of the answer, control characters escaped; null when there was no body.</summary>
    public string? ResponseExcerpt { get; init; }

    /// <summary>Lower-case hex digest of the answer as far as it was read.</summary>
    public string? ResponseSha256 { get; init; }

    public static DeliveryOutcome Delivered(Evidence evidence) => new(AttemptOutcome.Delivered) { Evidence = evidence };

    public static DeliveryOutcome Failed(AttemptOutcome outcome, ErrorCode code, string error) =>
        new(outcome) { ErrorCode = code, Error = error };
}
