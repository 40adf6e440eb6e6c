namespace HandoffSaga.Durability;

/// <summary>What is known of the broker, the nearest cause first.</summary>
internal sealed class BrokerState(
    BrokerLogin login,
    BrokerConnection connection,
    BrokerPulse pulse,
    BrokerWatch watch,
    BrokerHealth endpoints
) : IBrokerState
{
    public string? Problem =>
        connection.Blocked is { } reason ? $"the broker accepts no messages now: {reason}"
        : login.Problem is { } away ? $"no connection to the broker: {away}"
        : watch.Problem ?? endpoints.Problem ?? pulse.Problem;
}
