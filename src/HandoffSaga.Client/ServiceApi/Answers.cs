using System.Text.Json.Serialization;
using HandoffSaga.Health;
using HandoffSaga.Messages;

namespace HandoffSaga.Client.ServiceApi;

// Every member may be missing, so that the client also works with a service of another version.

/// <summary>A transfer (docs/wire.md section 4).</summary>
internal sealed record TransferAnswer(
    string? TransferId,
    string? PackageId,
    string? ClientpoId,
    string? TestId,
    string? PartId,
    string? PartNumber,
    string? Status,
    string? VaultStatus,
    string? NextNodeStatus,
    int? RetryCount,
    RoutingAnswer? Routing,
    string? ReceivedTimestamp,
    string? CompletedTimestamp,
    string? SignoffSha256,
    LegsAnswer? Legs
);

internal sealed record RoutingAnswer(
    string? RoutingType,
    string? NextStation,
    string? NextContract,
    bool? WorkflowComplete,
    bool? IsFinalContract
);

internal sealed record LegsAnswer(LegAnswer? VaultHub, LegAnswer? NextNode);

internal sealed record LegAnswer(
    string? Status,
    string? TargetNode,
    int? Attempts,
    string? NextAttemptAt,
    string? LastError,
    string? HeldReason,
    string? PayloadSha256,
    string? Evidence,
    string? ReceiptId,
    string? ReceivedBy,
    string? CompletedAt,
    string? LastErrorCode = null,
    string? ClosedAt = null,
    string? ClosedBy = null,
    string? ClosedReason = null
);

internal sealed record TransfersAnswer(IReadOnlyList<TransferAnswer>? Items, string? NextCursor, long? Total);

/// <summary>How many transfers have each status.</summary>
internal sealed record TotalsAnswer(SortedDictionary<string, long> Totals);

internal sealed record AttemptsAnswer(IReadOnlyList<AttemptAnswer>? Items);

internal sealed record AttemptAnswer(
    string? Leg,
    int? Attempt,
    string? StartedAt,
    string? EndedAt,
    string? Outcome,
    string? Cause,
    int? StatusCode,
    string? Error,
    string? ResponseExcerpt,
    LedgerHeadSeenAnswer? LedgerHeadSeen,
    LateReceiptAnswer? LateReceipt = null
);

/// <summary>What came for an attempt after its end.</summary>
internal sealed record LateReceiptAnswer(string? ReceivedAt, string? Outcome, string? Error, string? ReceiptId);

/// <summary>A checkpoint of the ledger that a hub has seen.</summary>
internal sealed record LedgerHeadSeenAnswer(
    string? Standing,
    bool? Signed,
    string? LedgerOrigin,
    long? LedgerSize,
    string? LedgerRoot,
    string? Problem
)
{
    /// <summary>Text for people: whether it agrees with the ledger, and whether the hub can deny it.</summary>
    public string Text =>
        Standing switch
        {
            LedgerHeadStandings.Malformed => $"malformed, {Weight}",
            LedgerHeadStandings.AsSent => $"{LedgerSize} as sent, {Weight}",
            _ => $"{LedgerSize} {Standing}, {Weight}",
        };

    /// <summary>It disagrees with the ledger, so somebody should look.</summary>
    public bool IsDisputed => Standing is LedgerHeadStandings.Unknown or LedgerHeadStandings.Contradicts;

    private string Weight => Signed is true ? "signed" : "claimed";
}

internal sealed record AuditAnswer(IReadOnlyList<EntryAnswer>? Items);

/// <summary>A ledger entry.</summary>
internal sealed record EntryAnswer(
    string? Action,
    string? Target,
    string? Details,
    string? UserId,
    string? Trail,
    long? TrailSeq,
    int? Attempt,
    string? OccurredAt
);

internal sealed record RejectedAnswer(IReadOnlyList<RejectionAnswer>? Items);

internal sealed record RejectionAnswer(
    string? PackageId,
    string? Source,
    string? Reason,
    string? Detail,
    string? ReceivedAt,
    string? BodySha256
);

internal sealed record HubsAnswer(HubAnswer? VaultHub, HubAnswer? NextNode);

internal sealed record HubAnswer(
    long? Waiting,
    long? Escalated,
    long? Held,
    string? Oldest,
    string? NextAttemptAt,
    string? LastSuccessAt,
    string? LastError,
    string? LastErrorAt = null
);

/// <summary>Whether the service takes signoffs.</summary>
internal sealed record HealthAnswer(string? Status, IReadOnlyList<HealthCheckAnswer>? Checks);

internal sealed record HealthCheckAnswer(string? Name, bool? Ok, string? Detail, string? State, string? WhatToDo)
{
    /// <summary>Its word; a service of an earlier version has two of them.</summary>
    public string Word => State ?? (Ok == true ? HealthStates.Ok : HealthStates.Failed);
}

/// <summary>Problem details.</summary>
internal sealed record ProblemAnswer(
    string? Title = null,
    int? Status = null,
    string? Detail = null,
    System.Text.Json.JsonElement? Errors = null,
    string? Type = null
);

internal sealed record LegRequest(string Leg, string Reason, string RequestedBy);

internal sealed record RedeliverAnswer(string? PackageId, string? Leg, string? InsteadOf);

internal sealed record CloseAnswer(string? PackageId, string? Leg, string? ClosedAt, string? ClosedBy, string? Reason);

internal sealed record RedeliveriesAnswer(IReadOnlyList<RedeliveryAnswer> Items);

internal sealed record RedeliveryAnswer(string PackageId, string Leg, string Result);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TransferAnswer))]
[JsonSerializable(typeof(TransfersAnswer))]
[JsonSerializable(typeof(TotalsAnswer))]
[JsonSerializable(typeof(AttemptsAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(RejectedAnswer))]
[JsonSerializable(typeof(HubsAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(LegRequest))]
[JsonSerializable(typeof(RedeliverAnswer))]
[JsonSerializable(typeof(CloseAnswer))]
[JsonSerializable(typeof(RedeliveriesAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
