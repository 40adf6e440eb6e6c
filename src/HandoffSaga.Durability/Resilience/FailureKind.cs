namespace HandoffSaga.Durability;

/// <summary>A kind of failure, and how much of it opens a circuit.</summary>
/// <param name="Name">Failures of another name begin a new count.</param>
/// <param name="Threshold">So many in a row open the circuit, if they also last for <paramref name="Duration"/>.</param>
/// <param name="Duration">The time from the first to the last of them, at least. Zero where their number alone decides.</param>
public sealed record FailureKind(string Name, int Threshold, TimeSpan Duration);
