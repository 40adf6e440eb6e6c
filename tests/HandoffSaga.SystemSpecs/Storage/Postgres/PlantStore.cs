using HandoffSaga.Durability;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.Status;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Postgres;
using HandoffSaga.SystemSpecs.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

/// <summary>A plant's store in a database of its own, written by the engine and read by the program's reads.</summary>
internal sealed class PlantStore : IAsyncDisposable
{
    private static readonly TransferTable Table = new();
    private static readonly SagaSchema Transfers = new(Table.Name, Table.Projection);
    private readonly ServiceProvider _services;

    private PlantStore(PostgresDatabase database)
    {
        Database = database;
        _services = Services(database.ConnectionString);
        Engine = new PostgresStore(database.ConnectionString, new DurabilityOptions());
    }

    public PostgresDatabase Database { get; }

    public PostgresStore Engine { get; }

    public ISchema Schema => _services.GetRequiredService<ISchema>();

    public TransferQueries Queries => _services.GetRequiredService<TransferQueries>();

    public static async Task<PlantStore> Empty(PostgresServer server) => new(await PostgresDatabase.Create(server));

    public static async Task<PlantStore> Migrated(PostgresServer server)
    {
        var store = await Empty(server);
        await store.Schema.Migrate(TestContext.Current.CancellationToken);
        return store;
    }

    public static ServiceProvider Services(string connectionString) =>
        new ServiceCollection().AddLogging().AddPostgresStorage(connectionString).AddStatus().BuildServiceProvider();

    public async Task Write(TransferState transfer)
    {
        var unit = new UnitOfWork("spec")
        {
            Saga = new SagaPut(
                Transfers,
                transfer.CorrelationId,
                0,
                transfer,
                Table.CurrentState(transfer),
                Table.Serialize(transfer),
                Table.Project(transfer)
            ),
        };
        (await Engine.Commit(unit)).ShouldBe(CommitOutcome.Committed);
    }

    public async Task Write(Row row) => (await Engine.Commit(Units.With(row))).ShouldBe(CommitOutcome.Committed);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
