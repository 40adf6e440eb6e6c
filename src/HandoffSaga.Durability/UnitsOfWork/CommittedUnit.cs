namespace HandoffSaga.Durability;

/// <summary>A unit of work that is on disk.</summary>
/// <param name="CorrelationId">The saga's, or the consumed message's; null for a session.</param>
/// <param name="Saga">The saga as committed, when the unit wrote one. It is no longer used by the engine.</param>
/// <param name="Message">The name of the event's message type; <c>session</c> for a unit of work outside any consumer.</param>
public sealed record CommittedUnit(Guid? CorrelationId, object? Saga, string Message)
{
    /// <summary>The rows of the unit, in its order; empty when it has none. Their values are no longer used by the engine.</summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];
}
