using System.Data.Common;
using HandoffSaga.Durability;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Station;

/// <summary>Explains why a command could not read the store, instead of what its libraries say.</summary>
internal static class StoreReadFailure
{
    /// <summary>What to throw instead; null when the store is not the cause.</summary>
    public static Exception? Explain(Exception failure, StoreOptions store)
    {
        var cause = Cause(failure);
        return cause switch
        {
            null => null,
            SqliteException sqlite => SqliteStart.Explain(sqlite, new SqliteConnectionStringBuilder(store.ConnectionString).DataSource)
                ?? new IOException($"The database cannot be read: {sqlite.Message}", sqlite),
            _ => new IOException($"PostgreSQL cannot be read now: {(cause.InnerException ?? cause).Message}", cause),
        };
    }

    private static DbException? Cause(Exception? failure)
    {
        while (failure is not null and not DbException)
            failure = failure.InnerException;
        return failure as DbException;
    }
}
