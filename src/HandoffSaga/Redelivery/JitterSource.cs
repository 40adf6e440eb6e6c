namespace HandoffSaga.Redelivery;

/// <summary>Gives a random number in [0, 1) to vary delays; fixed in specs.</summary>
internal delegate double JitterSource();
