using Testcontainers.PostgreSql;

namespace HandoffSaga.SystemSpecs.Servers.Postgres;

/// <summary>A server in a container.</summary>
internal sealed class ContainerPostgres : PostgresServer
{
    private const string DefaultImage = "postgres:17";
    private readonly PostgreSqlContainer _container;

    private ContainerPostgres(PostgreSqlContainer container)
        : base(container.GetConnectionString()) => _container = container;

    public static async Task<ContainerPostgres> Start()
    {
        var image = Environment.GetEnvironmentVariable(PostgresServers.Image) is { Length: > 0 } given ? given : DefaultImage;
        var container = new PostgreSqlBuilder(image).WithCommand("-c", "max_connections=200").Build();
        try
        {
            await container.StartAsync();
        }
        catch (Exception failure)
        {
            await container.DisposeAsync();
            throw new InvalidOperationException(
                $"A Docker engine answers, but the image {image} could not be started. Name another one in {PostgresServers.Image}, name a server in {PostgresServers.Named}, or stop the engine to use Debian's package.",
                failure
            );
        }

        return new ContainerPostgres(container);
    }

    public override async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        await base.DisposeAsync();
    }
}
