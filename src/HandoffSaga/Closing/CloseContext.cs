using HandoffSaga.Legs;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Closing;

/// <summary>Travels with a person's request to the saga, and returns its answer.</summary>
internal sealed class CloseContext(Requester requester)
{
    /// <summary>The person.</summary>
    public Requester Requester => requester;

    /// <summary>How the leg is closed now, by this request or an earlier one; null when it cannot be, or there is no such transfer.</summary>
    public LegClosing? Closing { get; set; }

    /// <summary>This request closed the leg.</summary>
    public bool Granted { get; set; }

    /// <summary>The leg's status when the request came; null when there is no such transfer.</summary>
    public string? LegStatus { get; set; }
}
