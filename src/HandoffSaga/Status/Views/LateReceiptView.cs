using System.ComponentModel;
using System.Text.Json;

namespace HandoffSaga.Status.Views;

/// <summary>What came for an attempt after its end.</summary>
internal sealed record LateReceiptView
{
    public required DateTimeOffset ReceivedAt { get; init; }

    [Description("How the attempt would have ended with it. delivered: it completed the leg, unless another attempt had.")]
    [AllowedTerms(Vocabularies.AttemptOutcome)]
    public required string Outcome { get; init; }

    public required int? StatusCode { get; init; }
    public required string? Error { get; init; }
    public required string? ErrorCode { get; init; }

    [AllowedTerms(Vocabularies.Evidence, orNull: true)]
    public required string? Evidence { get; init; }

    public required string? ReceiptId { get; init; }
    public required string? ReceivedBy { get; init; }
    public required string? ResponseExcerpt { get; init; }
    public required string? ResponseSha256 { get; init; }
    public required LedgerHeadSeenView? LedgerHeadSeen { get; init; }

    /// <summary>The view of the stored JSON.</summary>
    public static LateReceiptView? Of(string? stored) =>
        stored is null ? null : JsonSerializer.Deserialize(stored, StatusJson.Default.LateReceiptView);
}
