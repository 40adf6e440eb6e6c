namespace HandoffSaga.Durability.Contracts;

/// <summary>A database of one spec. A new store joins the suite by implementing this and deriving the suite's classes.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>Makes the schema of <see cref="TicketTable"/>, <see cref="Notes"/> and the outbox.</summary>
    public abstract Task Create();

    /// <summary>Names the store to the engine.</summary>
    public abstract void Use(DurabilityConfigurator durability);

    /// <summary>Names the bus to the engine.</summary>
    public virtual void UseBus(DurabilityConfigurator durability) => durability.UseInMemoryBus();

    /// <summary>Lets go of the database as the end of the process would: nothing more is written, nothing is finished.</summary>
    public abstract void Crash();

    /// <summary>Keeps the engine from writing until the result is disposed.</summary>
    public abstract Task<IAsyncDisposable> TakeAway();

    /// <summary>Writes a saga's row behind the engine's back: its count grows by <paramref name="more"/>, and its version by one.</summary>
    public abstract Task ChangeByAnotherWriter(Guid ticket, int more);

    /// <summary>The number of rows in a table.</summary>
    public abstract Task<long> Count(string table);

    /// <summary>
    /// Whether a message that a dead process had sent waits for its lease, because another process might be at it; else it comes at the
    /// next start.
    /// </summary>
    public virtual bool LeasesOutliveTheProcess => false;

    /// <summary>Sets the clock of a store that has its own.</summary>
    public virtual void TimeIs(DateTimeOffset now) { }

    public abstract ValueTask DisposeAsync();
}
