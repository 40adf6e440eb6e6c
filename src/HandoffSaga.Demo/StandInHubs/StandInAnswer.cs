namespace HandoffSaga.Demo.StandInHubs;

/// <summary>A stand-in hub's answer to a delivery, over HTTP or a broker.</summary>
internal abstract record StandInAnswer
{
    private StandInAnswer() { }

    /// <summary>A receipt; over HTTP with this status.</summary>
    /// <param name="Note">What was done wrong on purpose, for the log; null for nothing.</param>
    public sealed record Receipt(StandInReceipt Value, int Status, string? Note = null) : StandInAnswer;

    /// <summary>A failing status; nothing was taken.</summary>
    public sealed record Failure(int Status, TimeSpan? RetryAfter) : StandInAnswer;

    /// <summary>Taken, but without a receipt.</summary>
    public sealed record NoReceipt(string Disposition) : StandInAnswer;

    /// <summary>Taken, and the answer is lost on the way.</summary>
    public sealed record Lost(string Disposition) : StandInAnswer;

    /// <summary>Not taken, and never answered.</summary>
    public sealed record Silence : StandInAnswer;

    /// <summary>As if there were no hub.</summary>
    public sealed record Down : StandInAnswer;
}
