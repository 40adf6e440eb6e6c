using System.ComponentModel;

namespace HandoffSaga.Status.Views;

/// <summary>The status of every hub.</summary>
internal sealed record HubsView(HubView VaultHub, HubView NextNode);

/// <summary>The status of one hub.</summary>
internal sealed record HubView
{
    [Description("Legs in progress: pending, preparing, transferring or retry_pending.")]
    public required int Waiting { get; init; }

    public required int Escalated { get; init; }
    public required int Held { get; init; }

    [Description("When the signoff of the oldest open leg (waiting, escalated or held) was received.")]
    public required DateTimeOffset? Oldest { get; init; }

    [Description("The time of the earliest scheduled attempt.")]
    public required DateTimeOffset? NextAttemptAt { get; init; }

    public required DateTimeOffset? LastSuccessAt { get; init; }

    [Description("The error of the most recent failed attempt, of any age.")]
    public required string? LastError { get; init; }

    [Description("The last_error for programs: class:code[:detail].")]
    public required string? LastErrorCode { get; init; }

    [Description("When that attempt ended; before last_success_at, the hub has confirmed since.")]
    public required DateTimeOffset? LastErrorAt { get; init; }
}
