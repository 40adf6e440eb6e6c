namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>One channel to SMART-Ledger.</summary>
internal interface IForwardingTarget
{
    /// <summary>The key of the channel's cursor.</summary>
    string Name { get; }

    /// <summary>Sends a batch. External failures are answers, never exceptions.</summary>
    Task<ReceiverAnswer> Take(EntriesBatch batch, CancellationToken cancellationToken);
}

/// <summary>The result of sending a batch.</summary>
/// <param name="Error">Why it was not accepted, in one line; null when it was.</param>
internal sealed record ReceiverAnswer(string? Error)
{
    public static readonly ReceiverAnswer Taken = new((string?)null);

    /// <summary>How long the receiver asks to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The receiver would accept a smaller batch.</summary>
    public bool TooLarge { get; init; }
}
