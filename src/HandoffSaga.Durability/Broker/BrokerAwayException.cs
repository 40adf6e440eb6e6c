using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// There is no connection to the broker; the message says in words why. It has no inner exception on purpose: MassTransit gives an endpoint
/// up for good where it finds a rejected login in one or takes it for lasting, and a login that is rejected now may be accepted later.
/// </summary>
internal sealed class BrokerAwayException(string message) : ConnectionException(message, isTransient: true);
