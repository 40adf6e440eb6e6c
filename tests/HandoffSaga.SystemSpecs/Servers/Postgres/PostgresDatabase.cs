using Npgsql;

namespace HandoffSaga.SystemSpecs.Servers.Postgres;

/// <summary>A database of one spec.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _name;

    private PostgresDatabase(PostgresServer server, string name)
    {
        (_server, _name) = (server, name);
        // With a pool, as a program has it; the program's own is disposed of with the program.
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    public string ConnectionString { get; }

    /// <param name="server">Where.</param>
    /// <param name="template">Another database to copy.</param>
    public static async Task<PostgresDatabase> Create(PostgresServer server, string? template = null)
    {
        var name = "specs_" + Guid.NewGuid().ToString("N");
        await server.Execute($"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}");
        return new PostgresDatabase(server, name);
    }

    /// <summary>Another database that holds what this one holds now; nobody may be connected meanwhile.</summary>
    public async Task<PostgresDatabase> Copy()
    {
        await EndConnections();
        return await Create(_server, _name);
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(_server.To(_name));
        await connection.OpenAsync();
        return connection;
    }

    public NpgsqlConnection ConnectAtOnce()
    {
        var connection = new NpgsqlConnection(_server.To(_name));
        connection.Open();
        return connection;
    }

    /// <summary>Ends every connection to it and lets nobody in until the result is disposed.</summary>
    public async Task<IAsyncDisposable> Close()
    {
        await _server.Execute($"ALTER DATABASE {_name} WITH ALLOW_CONNECTIONS false");
        await EndConnections();
        return new Reopening(this);
    }

    public Task EndConnections() =>
        _server.Execute(
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{_name}' AND pid <> pg_backend_pid()"
        );

    public async ValueTask DisposeAsync() => await _server.Execute($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private sealed class Reopening(PostgresDatabase database) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() =>
            await database._server.Execute($"ALTER DATABASE {database._name} WITH ALLOW_CONNECTIONS true");
    }
}
