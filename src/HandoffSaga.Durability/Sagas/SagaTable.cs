using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// The table of a saga's rows. Every such table has the columns <c>correlation_id</c> (key), <c>version</c>, <c>current_state</c> and
/// <c>body</c> (the whole saga, serialized), and the columns named by <see cref="Projection"/>, which exist for searches only and are never
/// read back.
/// </summary>
/// <typeparam name="TSaga">The saga's state.</typeparam>
public abstract class SagaTable<TSaga>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
{
    /// <summary>The table's name.</summary>
    public abstract string Name { get; }

    /// <summary>The searchable columns beside the engine's own.</summary>
    public abstract IReadOnlyList<Column> Projection { get; }

    /// <summary>The values of <see cref="Projection"/>, in its order.</summary>
    public abstract object?[] Project(TSaga saga);

    /// <summary>The saga's name of its current state, as stored in <c>current_state</c>.</summary>
    public abstract string CurrentState(TSaga saga);

    /// <summary>The saga as bytes. Bytes written by an older version of the program must stay readable.</summary>
    public abstract byte[] Serialize(TSaga saga);

    /// <summary>The saga back from its bytes; the engine sets correlation id and version.</summary>
    public abstract TSaga Deserialize(ReadOnlySpan<byte> body);
}
