using HandoffSaga.Durability;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>
/// The one context that reads use. A read that found no file would put an empty one in its place, so a file that was there and is gone is
/// not opened.
/// </summary>
internal sealed class SqliteReads(IDbContextFactory<SqliteHandoffDbContext> contexts, string database) : IDbContextFactory<HandoffDbContext>
{
    private volatile bool _wasThere;

    public HandoffDbContext CreateDbContext()
    {
        if (File.Exists(database))
            _wasThere = true;
        else if (_wasThere)
            throw new StoreUnavailableException("The database file is not at its place.");
        return contexts.CreateDbContext();
    }
}
