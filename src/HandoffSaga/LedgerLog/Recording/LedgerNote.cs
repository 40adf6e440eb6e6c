using HandoffSaga.CanonicalJson;

namespace HandoffSaga.LedgerLog.Recording;

/// <summary>The content of an entry besides the transfer's own data.</summary>
/// <param name="Action">One of <see cref="LedgerActions"/>.</param>
/// <param name="Details">One line for people.</param>
internal sealed record LedgerNote(string Action, string Details)
{
    /// <summary>The entry's id if something else refers to it; a new one otherwise.</summary>
    public Guid? EventId { get; init; }

    public string? Target { get; init; }
    public string UserId { get; init; } = "system";
    public int? Attempt { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public CanonicalObject? Metadata { get; init; }
}
