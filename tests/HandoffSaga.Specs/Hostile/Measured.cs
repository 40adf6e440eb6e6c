namespace HandoffSaga.Specs.Hostile;

/// <summary>Specifications that measure: they run after the others, one by one.</summary>
[CollectionDefinition(nameof(Measured), DisableParallelization = true)]
public sealed class Measured;
