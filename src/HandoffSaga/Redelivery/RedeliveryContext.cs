namespace HandoffSaga.Redelivery;

/// <summary>Rides along with an operator's request and brings the saga's answer back.</summary>
internal sealed class RedeliveryContext(Requester requester)
{
    /// <summary>Who asks.</summary>
    public Requester Requester => requester;

    /// <summary>Null until the saga ran: there is no such transfer.</summary>
    public bool? Granted { get; set; }

    /// <summary>The leg's status when the request came.</summary>
    public string? LegStatus { get; set; }
}
