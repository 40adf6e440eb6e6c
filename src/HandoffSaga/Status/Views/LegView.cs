using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using HandoffSaga.Legs;
using static HandoffSaga.Legs.LegStatusNames;

namespace HandoffSaga.Status.Views;

/// <summary>Both legs of a transfer.</summary>
internal sealed record LegsView(LegView VaultHub, NextNodeLegView NextNode);

/// <summary>One leg.</summary>
internal record LegView
{
    [JsonPropertyOrder(-2)]
    [AllowedTerms(Vocabularies.LegStatus)]
    public required string Status { get; init; }

    [Description("How many attempts were requested; also the number of the newest.")]
    public required int Attempts { get; init; }

    public required DateTimeOffset? NextAttemptAt { get; init; }
    public required string? LastError { get; init; }

    [Description("The last_error for programs: class:code[:detail], such as http:503.")]
    public required string? LastErrorCode { get; init; }

    [Description("Why the leg is held; null otherwise.")]
    [AllowedTerms(Vocabularies.HeldReason, orNull: true)]
    public required string? HeldReason { get; init; }

    [Description("Lower-case hex SHA-256 of the exact body that is sent; null while there is none.")]
    public required string? PayloadSha256 { get; init; }

    [Description("The evidence for a completed leg.")]
    [AllowedTerms(Vocabularies.Evidence, orNull: true)]
    public required string? Evidence { get; init; }

    public required string? ReceiptId { get; init; }
    public required string? ReceivedBy { get; init; }
    public required DateTimeOffset? CompletedAt { get; init; }

    [Description("When a person closed the leg; null unless it is closed.")]
    public required DateTimeOffset? ClosedAt { get; init; }

    [Description("Who closed the leg.")]
    public required string? ClosedBy { get; init; }

    [Description("The reason that person gave.")]
    public required string? ClosedReason { get; init; }

    public static LegView Of(Leg leg, string status) =>
        new()
        {
            Status = status,
            Attempts = leg.Attempts,
            NextAttemptAt = leg.NextAttemptAt,
            LastError = leg.LastError,
            LastErrorCode = leg.LastErrorCode,
            HeldReason = leg.HeldReason,
            PayloadSha256 = leg.PayloadSha256,
            Evidence = leg.Evidence?.WireName(),
            ReceiptId = leg.ReceiptId,
            ReceivedBy = leg.ReceivedBy,
            CompletedAt = leg.CompletedAt,
            ClosedAt = leg.Closing?.At,
            ClosedBy = leg.Closing?.By,
            ClosedReason = leg.Closing?.Reason,
        };
}

/// <summary>The leg that goes to a station.</summary>
internal sealed record NextNodeLegView : LegView
{
    [JsonConstructor]
    public NextNodeLegView() { }

    [SetsRequiredMembers]
    private NextNodeLegView(LegView leg, string? targetNode)
        : base(leg) => TargetNode = targetNode;

    [JsonPropertyOrder(-1)]
    [Description("The station; null while the route is unknown and when there is no next node.")]
    public required string? TargetNode { get; init; }

    public static new NextNodeLegView Of(Leg leg, string status) => new(LegView.Of(leg, status), leg.TargetNode);
}
