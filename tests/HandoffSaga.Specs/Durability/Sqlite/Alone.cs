namespace HandoffSaga.Specs.Durability;

/// <summary>For specs that listen to the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
