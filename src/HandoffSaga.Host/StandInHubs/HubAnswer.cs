namespace HandoffSaga.Host.StandInHubs;

/// <summary>What a stand-in hub has to say to a delivery, whichever way it came.</summary>
internal abstract record HubAnswer
{
    private HubAnswer()
    {
    }

    /// <summary>A receipt; over HTTP with this status.</summary>
    /// <param name="Note">What was done wrong on purpose, for the log; null for nothing.</param>
    public sealed record Receipt(StandInReceipt Value, int Status, string? Note = null) : HubAnswer;

    /// <summary>A failing status, and nothing was taken.</summary>
    public sealed record Failure(int Status, TimeSpan? RetryAfter) : HubAnswer;

    /// <summary>Taken, and confirmed by no receipt.</summary>
    public sealed record NoReceipt(string Disposition) : HubAnswer;

    /// <summary>Taken, and the answer is lost on the way.</summary>
    public sealed record Lost(string Disposition) : HubAnswer;

    /// <summary>Not taken, and no answer ever.</summary>
    public sealed record Silence : HubAnswer;

    /// <summary>As if there were no hub.</summary>
    public sealed record Down : HubAnswer;
}
