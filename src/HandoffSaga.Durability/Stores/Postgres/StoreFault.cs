namespace HandoffSaga.Durability.Postgres;

/// <summary>What a failure of the store means to those who asked it.</summary>
internal enum StoreFault
{
    /// <summary>Another writer was faster: load again and decide again.</summary>
    Conflict,

    /// <summary>A value that no PostgreSQL could store. Only this may send a message to the poison queue.</summary>
    RowsOnly,

    /// <summary>Waiting helps: no connection, a broken one, a server or pooler that cannot work now.</summary>
    Unavailable,

    /// <summary>
    /// The database rejects what this program asked for: a table or a right is missing, a rule of somebody else's. No message is at fault,
    /// and units that ask for something else may go on.
    /// </summary>
    Surprise,
}
