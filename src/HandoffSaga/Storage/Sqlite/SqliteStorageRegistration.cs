using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Registers the schema and reads over a SQLite file.</summary>
internal static class SqliteStorageRegistration
{
    /// <param name="services">Where to.</param>
    /// <param name="connectionString">The same the durability engine writes by, with an absolute path.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string connectionString) =>
        services
            // Each read has a context to itself; the guard against two at once in one costs as much for each row as reading it.
            .AddPooledDbContextFactory<SqliteHandoffDbContext>(options =>
                options.UseSqlite(connectionString).EnableThreadSafetyChecks(false)
            )
            .AddSingleton<IDbContextFactory<HandoffDbContext>, AnyProvider<SqliteHandoffDbContext>>()
            .AddSingleton<ISchema, SqliteSchema>();
}
