using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Hubs;

/// <summary>One protocol toward one hub. A connector never decides what a failure means for the leg; it reports what happened.</summary>
internal interface IHubConnector
{
    /// <summary>
    /// Delivers once. Expected failures are outcomes; only <see cref="OperationCanceledException"/> for
    /// <paramref name="cancellationToken"/> is thrown.
    /// </summary>
    Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>
    /// How long after a delivery its receipt may come, where the two come apart; null where the answer to the delivery is all there is.
    /// </summary>
    TimeSpan? ReceiptDeadline => null;
}

/// <summary>One attempt to hand a package over.</summary>
/// <param name="Destination">Which leg.</param>
/// <param name="TransferId"><c>XFER-{package_id}</c>.</param>
/// <param name="TargetNode">The next station; null toward the Vault Hub.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="IdempotencyKey">The same at every attempt: <c>{transfer_id}:{leg}</c>.</param>
/// <param name="Payload">The body exactly as it is sent, wrapper included; the same bytes at every attempt.</param>
/// <param name="PayloadSha256">Lower-case hex digest of <paramref name="Payload"/>.</param>
internal sealed record Delivery(
    Destination Destination,
    string TransferId,
    string? TargetNode,
    int Attempt,
    string IdempotencyKey,
    ReadOnlyMemory<byte> Payload,
    string PayloadSha256
);

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
