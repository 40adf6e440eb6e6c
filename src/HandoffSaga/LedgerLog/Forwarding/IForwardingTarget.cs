namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>One way to SMART-Ledger.</summary>
internal interface IForwardingTarget
{
    /// <summary>What the way's cursor is kept under.</summary>
    string Name { get; }

    /// <summary>Hands a batch over. What can go wrong outside is an answer, never an exception.</summary>
    Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken);
}

/// <summary>What became of a batch.</summary>
/// <param name="Error">Why it was not taken, in one line; null when it was.</param>
internal sealed record ReceiverAnswer(string? Error)
{
    public static readonly ReceiverAnswer Taken = new((string?)null);

    /// <summary>How long the receiver asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The receiver would take less at once.</summary>
    public bool TooLarge { get; init; }
}
