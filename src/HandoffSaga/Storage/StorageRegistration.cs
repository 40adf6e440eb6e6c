using HandoffSaga.Durability;
using HandoffSaga.Storage.Postgres;
using HandoffSaga.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Storage;

/// <summary>Registers the schema and reads for the configured store.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, StoreOptions options) =>
        options.Kind switch
        {
            StoreKind.Postgres => services.AddPostgresStorage(options.ConnectionString),
            _ => services.AddSqliteStorage(options.ConnectionString),
        };

    /// <summary>Configures the engine to write to the same store.</summary>
    public static DurabilityConfigurator AddStorage(this DurabilityConfigurator engine, StoreOptions options)
    {
        engine.Options(settings =>
        {
            settings.StoreAwayAfter = options.AwayAfter;
            settings.MaxGroup = options.MostInCommit ?? settings.MaxGroup;
        });
        return options.Kind == StoreKind.Postgres
            ? engine.UsePostgres(options.ConnectionString)
            : engine.UseSqlite(options.ConnectionString);
    }
}
