using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HandoffSaga.Storage.Postgres;

/// <summary>Registers the schema and reads over a PostgreSQL database.</summary>
internal static class PostgresStorageRegistration
{
    /// <param name="services">The services to add to.</param>
    /// <param name="connectionString">The same the durability engine writes by.</param>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString)
    {
        // There is nothing to reset, and behind a connection pooler the session is shared with other programs.
        var named = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        named.ApplicationName ??= "handoff reads";
        // Each read has its own context; EF Core's concurrency check would cost as much per row as reading it.
        return services
            .AddPooledDbContextFactory<PostgresHandoffDbContext>(options =>
                options.UseNpgsql(named.ConnectionString).EnableThreadSafetyChecks(false).LeaveFailuresToCallers()
            )
            .AddSingleton<IDbContextFactory<HandoffDbContext>, AnyProvider<PostgresHandoffDbContext>>()
            .AddSingleton<ISchema, PostgresSchema>();
    }
}
