namespace HandoffSaga.Durability;

/// <summary>A kind of failure, and how many of it open a circuit.</summary>
/// <param name="Name">Failures with another name start a new count.</param>
/// <param name="Threshold">How many in a row open the circuit, if they also last for <paramref name="Duration"/>.</param>
/// <param name="Duration">The least time from the first to the last of them. Zero when their number alone decides.</param>
public sealed record FailureKind(string Name, int Threshold, TimeSpan Duration);
