using HandoffSaga.Hubs.Receipts;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>One request in the hub's log.</summary>
/// <param name="Answer">
/// <c>accepted</c>, <c>duplicate</c>, <c>rejected</c>, <c>HTTP 503</c>, <c>cut</c>, <c>none</c>; for a package that was taken and answered
/// wrongly also what was wrong: <c>accepted (lost-answer)</c>.
/// </param>
internal sealed record ReceivedRequest(
    string IdempotencyKey,
    string TransferId,
    string Leg,
    int Attempt,
    string PayloadSha256,
    bool DigestOk,
    string Answer,
    DateTimeOffset ReceivedAt
)
{
    /// <summary>This is the request that handed the package over.</summary>
    public bool Accepted => Answer.StartsWith(Disposition.Accepted.WireName(), StringComparison.Ordinal);
}
