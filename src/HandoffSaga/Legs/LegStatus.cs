namespace HandoffSaga.Legs;

/// <summary>
/// The status of a leg, as the saga keeps it. <c>preparing</c> and <c>transferring</c> are read from the current attempt's record.
/// </summary>
internal enum LegStatus
{
    Pending,
    RetryPending,
    Complete,
    Held,
    Escalated,
    NotApplicable,
    Closed,
}
