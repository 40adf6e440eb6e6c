using Npgsql;

namespace HandoffSaga.SystemSpecs.Harness.Postgres;

/// <summary>A real PostgreSQL server. All specs share one; those that hurt it start a <see cref="DebianPostgres"/> of their own.</summary>
internal class PostgresServer : IAsyncDisposable
{
    public const string Variable = "HANDOFF_TEST_POSTGRES";
    public const string ImageVariable = "HANDOFF_TEST_POSTGRES_IMAGE";

    private static readonly Lazy<Task<PostgresServer>> OfAll = new(Find);

    /// <param name="connectionString">Of a role that may create databases, to any database of the server.</param>
    protected PostgresServer(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static Task<PostgresServer> Shared => OfAll.Value;

    public static async ValueTask DisposeShared()
    {
        if (OfAll is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await OfAll.Value).DisposeAsync();
        }
    }

    /// <summary>The same server, another database, without a pool: a database that is dropped leaves nothing behind here.</summary>
    public string To(string database) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<PostgresServer> Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return new PostgresServer(given);
        }

        if (await DockerEngine.Answers())
        {
            return await ContainerPostgres.Start();
        }

        return await DebianPostgres.Start();
    }
}

/// <summary>Ends what the specs started, when the last of them is through.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    public ValueTask DisposeAsync() => PostgresServer.DisposeShared();
}
