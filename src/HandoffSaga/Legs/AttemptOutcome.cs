namespace HandoffSaga.Legs;

/// <summary>How an attempt ended.</summary>
internal enum AttemptOutcome
{
    Delivered,
    Transient,
    Permanent,
    NoReply,

    /// <summary>Handed over to a broker: the attempt goes on until the hub's receipt, or the deadline, ends it.</summary>
    Open,
}
