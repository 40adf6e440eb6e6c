using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HandoffSaga.Storage.Postgres;

/// <summary>Registers the schema and reads over a PostgreSQL database.</summary>
internal static class PostgresStorageRegistration
{
    /// <param name="services">Where to.</param>
    /// <param name="connectionString">The same the durability engine writes by.</param>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString)
    {
        var named = new NpgsqlConnectionStringBuilder(connectionString);
        named.ApplicationName ??= "handoff reads";
        // Each read has a context to itself; the guard against two at once in one costs as much for each row as reading it.
        return services
            .AddPooledDbContextFactory<PostgresHandoffDbContext>(options =>
                options.UseNpgsql(named.ConnectionString).EnableThreadSafetyChecks(false)
            )
            .AddSingleton<IDbContextFactory<HandoffDbContext>, AnyProvider<PostgresHandoffDbContext>>()
            .AddSingleton<ISchema, PostgresSchema>();
    }
}
