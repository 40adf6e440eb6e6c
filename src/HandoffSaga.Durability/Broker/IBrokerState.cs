namespace HandoffSaga.Durability;

/// <summary>Whether the broker takes messages, as far as this process has seen: for readiness.</summary>
public interface IBrokerState
{
    /// <summary>
    /// In one line, why it takes none although it may be connected: it blocks this program (low on memory or disk), or does not answer. Null
    /// while it takes them, and where there is no broker.
    /// </summary>
    string? Problem { get; }
}

internal sealed class NoBroker : IBrokerState
{
    public string? Problem => null;
}
