namespace HandoffSaga.Durability;

/// <summary>What a <see cref="CircuitBreaker"/> lets through.</summary>
public enum CircuitState
{
    /// <summary>Everything.</summary>
    Closed,

    /// <summary>Nothing.</summary>
    Open,

    /// <summary>One probe, which is in flight.</summary>
    HalfOpen,
}
