using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Registers the schema and reads over a SQLite file.</summary>
internal static class SqliteStorageRegistration
{
    /// <param name="services">The services to add to.</param>
    /// <param name="connectionString">The same the durability engine writes by, with an absolute path.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string connectionString)
    {
        var database = new SqliteConnectionStringBuilder(connectionString).DataSource;
        return services
            // Each read has its own context; EF Core's concurrency check would cost as much per row as reading it.
            .AddPooledDbContextFactory<SqliteHandoffDbContext>(options =>
                options.UseSqlite(connectionString).EnableThreadSafetyChecks(false).LeaveFailuresToCallers()
            )
            .AddSingleton<IDbContextFactory<HandoffDbContext>>(provider => new SqliteReads(
                provider.GetRequiredService<IDbContextFactory<SqliteHandoffDbContext>>(),
                database
            ))
            .AddSingleton<ISchema, SqliteSchema>();
    }
}
