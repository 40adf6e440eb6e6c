using System.ComponentModel;

namespace HandoffSaga.Status.Views;

/// <summary>One delivery attempt.</summary>
internal sealed record AttemptView
{
    [AllowedTerms(Vocabularies.Leg)]
    public required string Leg { get; init; }

    [Description("The number of the attempt, from 1 for each leg.")]
    public required int Attempt { get; init; }

    [Description("When it began, recorded before the first byte left; null while it waits for a slot.")]
    public required DateTimeOffset? StartedAt { get; init; }

    [Description("When it ended; null while it is in progress.")]
    public required DateTimeOffset? EndedAt { get; init; }

    [AllowedTerms(Vocabularies.AttemptOutcome, orNull: true)]
    public required string? Outcome { get; init; }

    [Description("Why it was made.")]
    [AllowedTerms(Vocabularies.AttemptCause, orNull: true)]
    public required string? Cause { get; init; }

    [Description("The hub's HTTP status.")]
    public required int? StatusCode { get; init; }

    public required string? Error { get; init; }

    [Description(
        "The error for programs: class:code[:detail], such as http:503; null without an error, and for errors recorded before there were codes."
    )]
    public required string? ErrorCode { get; init; }

    [Description("The first 2 KiB of the hub's answer, control characters escaped.")]
    public required string? ResponseExcerpt { get; init; }

    [Description("Lower-case hex SHA-256 of the answer as far as it was read.")]
    public required string? ResponseSha256 { get; init; }

    [Description("The ledger checkpoint that the hub's receipt reports as seen, compared with the ledger; null when it reports none.")]
    public required LedgerHeadSeenView? LedgerHeadSeen { get; init; }

    [Description("The newest answer that came after the attempt's end, which stays as it was; null when none came.")]
    public required LateReceiptView? LateReceipt { get; init; }

    public required string? PayloadSha256 { get; init; }
    public required string? IdempotencyKey { get; init; }
}
