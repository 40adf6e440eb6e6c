using HandoffSaga.Legs;

namespace HandoffSaga.Closing;

/// <summary>The result of a request to close a leg.</summary>
internal abstract record CloseResult
{
    private CloseResult() { }

    /// <summary>The leg is closed.</summary>
    /// <param name="Closing">By whom and why: this request, or the earlier one that had closed it already.</param>
    public sealed record Closed(LegClosing Closing) : CloseResult;

    /// <summary>There is no such transfer.</summary>
    public sealed record NotFound : CloseResult;

    /// <summary>The leg is complete, or there is none.</summary>
    /// <param name="Detail">One sentence for people.</param>
    public sealed record NotPossible(string Detail) : CloseResult;
}
