using HandoffSaga.Storage.Postgres;
using HandoffSaga.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Storage;

/// <summary>Registers schema and status reads over whatever the store is.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, StoreKind store, string connectionString) => store switch
    {
        StoreKind.Postgres => services.AddPostgresStorage(connectionString),
        _ => services.AddSqliteStorage(connectionString),
    };
}
