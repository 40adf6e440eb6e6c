namespace HandoffSaga.Legs;

/// <summary>How an attempt ended.</summary>
internal enum AttemptOutcome
{
    Delivered,
    Transient,
    Permanent,
    NoReply,

    /// <summary>Passed to a broker: the attempt continues until the hub's receipt or the deadline ends it.</summary>
    Open,
}
