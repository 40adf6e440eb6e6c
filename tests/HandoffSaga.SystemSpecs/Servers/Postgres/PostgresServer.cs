using Npgsql;

namespace HandoffSaga.SystemSpecs.Servers.Postgres;

/// <summary>A real PostgreSQL server. All specs share one; those that hurt it start a <see cref="PrivatePostgres"/> of their own.</summary>
internal class PostgresServer : IAsyncDisposable
{
    /// <param name="connectionString">Of a role that may create databases, to any database of the server.</param>
    public PostgresServer(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    /// <summary>The same server, another database, without a pool: a database that is dropped leaves nothing behind here.</summary>
    public string To(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
