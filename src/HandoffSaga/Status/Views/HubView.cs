using System.ComponentModel;

namespace HandoffSaga.Status.Views;

/// <summary>Every hub packages go to.</summary>
internal sealed record HubsView(HubView VaultHub, HubView NextNode);

/// <summary>How it stands toward one hub.</summary>
internal sealed record HubView
{
    [Description("Legs on their way: pending, preparing, transferring or retry_pending.")]
    public required int Waiting { get; init; }

    public required int Escalated { get; init; }
    public required int Held { get; init; }

    [Description("When the signoff of the oldest leg was received that the hub has not confirmed: waiting, escalated or held.")]
    public required DateTimeOffset? Oldest { get; init; }

    [Description("The earliest attempt that is scheduled.")]
    public required DateTimeOffset? NextAttemptAt { get; init; }

    public required DateTimeOffset? LastSuccessAt { get; init; }

    [Description("Of the newest attempt that failed, however long ago.")]
    public required string? LastError { get; init; }

    [Description("What last_error is, for programs: class:code[:detail].")]
    public required string? LastErrorCode { get; init; }
}
