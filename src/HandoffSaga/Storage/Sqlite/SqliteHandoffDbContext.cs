using HandoffSaga.Durability;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>The store of a station: one SQLite file.</summary>
internal sealed class SqliteHandoffDbContext(DbContextOptions<SqliteHandoffDbContext> options) : HandoffDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseSqliteStorageConventions();
}
