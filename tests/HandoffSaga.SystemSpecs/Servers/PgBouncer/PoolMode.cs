namespace HandoffSaga.SystemSpecs.Servers.PgBouncer;

/// <summary>When PgBouncer gives a server's connection to the next client.</summary>
public enum PoolMode
{
    /// <summary>When the client has gone.</summary>
    Session,

    /// <summary>After each transaction.</summary>
    Transaction,

    /// <summary>After each statement.</summary>
    Statement,
}
