namespace HandoffSaga.Durability.Sqlite;

/// <summary>One caller's part of a group commit, and the caller's wait for its outcome.</summary>
internal abstract class SqliteWrite
{
    /// <summary>What it is about, for traces.</summary>
    public abstract string Message { get; }

    /// <summary>Whether it is a group of its own, because what follows depends on its outcome.</summary>
    public virtual bool IsAlone => false;

    /// <summary>Runs its statements inside the group's transaction; false on a conflict.</summary>
    public abstract bool Apply(SqliteSession session);

    public abstract void Committed();

    public abstract void Rejected();

    public abstract void Failed(Exception failure);
}
