namespace HandoffSaga.Redelivery;

/// <summary>Travels with an operator's request to the saga, and returns its answer.</summary>
internal sealed class RedeliveryContext(Requester requester)
{
    /// <summary>The requester.</summary>
    public Requester Requester => requester;

    /// <summary>The saga's answer; null when it did not run, because there is no such transfer.</summary>
    public bool? Granted { get; set; }

    /// <summary>When the leg's next attempt would have come; null when none was scheduled.</summary>
    public DateTimeOffset? InsteadOf { get; set; }

    /// <summary>The leg's status when the request came.</summary>
    public string? LegStatus { get; set; }
}
