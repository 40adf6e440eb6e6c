namespace HandoffSaga.Redelivery;

/// <summary>A random number in [0, 1) for the variation of waits; fixed in specs.</summary>
internal delegate double JitterSource();
