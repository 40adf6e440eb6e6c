namespace HandoffSaga.Demo.StandInHubs;

/// <summary>What a stand-in hub has to say to a delivery, whichever way it came.</summary>
internal abstract record StandInAnswer
{
    private StandInAnswer() { }

    /// <summary>A receipt; over HTTP with this status.</summary>
    /// <param name="Note">What was done wrong on purpose, for the log; null for nothing.</param>
    public sealed record Receipt(StandInReceipt Value, int Status, string? Note = null) : StandInAnswer;

    /// <summary>A failing status, and nothing was taken.</summary>
    public sealed record Failure(int Status, TimeSpan? RetryAfter) : StandInAnswer;

    /// <summary>Taken, and confirmed by no receipt.</summary>
    public sealed record NoReceipt(string Disposition) : StandInAnswer;

    /// <summary>Taken, and the answer is lost on the way.</summary>
    public sealed record Lost(string Disposition) : StandInAnswer;

    /// <summary>Not taken, and no answer ever.</summary>
    public sealed record Silence : StandInAnswer;

    /// <summary>As if there were no hub.</summary>
    public sealed record Down : StandInAnswer;
}
