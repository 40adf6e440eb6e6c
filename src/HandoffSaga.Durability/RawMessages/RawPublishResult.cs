namespace HandoffSaga.Durability;

/// <summary>How a publish ended.</summary>
public enum RawPublishResult
{
    /// <summary>The broker has stored it in every queue it was routed to.</summary>
    Confirmed,

    /// <summary>No queue is bound for it: the broker returned it and stored nothing.</summary>
    Unroutable,

    /// <summary>
    /// The broker rejected it: no such exchange (404), no right to write there (403), a property it does not accept (406). It stored
    /// nothing.
    /// </summary>
    Rejected,

    /// <summary>
    /// The broker received it and could not store it (a full queue, an internal error). It may be in some of the queues, but not in all.
    /// </summary>
    NotTaken,

    /// <summary>The broker could not be reached: nothing was sent.</summary>
    Unavailable,

    /// <summary>
    /// It was sent and no answer came, because the connection broke or the broker was too slow: it may have arrived or not.
    /// </summary>
    Unconfirmed,
}
