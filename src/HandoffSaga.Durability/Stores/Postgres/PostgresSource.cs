using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// The store's connections. A session of ours keeps nothing: a connection pooler may give each transaction another one, and gives ours to
/// other programs. Only prepared statements are kept, and only where nothing is between this program and its server.
/// </summary>
internal sealed class PostgresSource : IAsyncDisposable
{
    private const int PreparedStatements = 100;

    private readonly NpgsqlDataSource _preparing;
    private readonly NpgsqlDataSource _plain;
    private volatile bool _isBehindPooler;

    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public PostgresSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // There is nothing to reset, and a pooler would reset the session of somebody else.
            NoResetOnClose = true,
            Multiplexing = false,
            Enlist = false,
            TcpKeepAlive = true,
        };
        settings.ApplicationName ??= "handoff";
        _plain = Create(settings);
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = PreparedStatements;
            settings.AutoPrepareMinUsages = 2;
        }

        _preparing = Create(settings);
    }

    public async ValueTask<NpgsqlConnection> Open(CancellationToken cancellationToken = default)
    {
        if (!_isBehindPooler)
        {
            var connection = await _preparing.OpenConnectionAsync(cancellationToken);
            if (!_isBehindPooler)
                return connection;
            // It was opened just now and has found the pooler. It must not come back from the pool when a server is found again.
            NpgsqlConnection.ClearPool(connection);
            await connection.DisposeAsync();
        }

        return await _plain.OpenConnectionAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _preparing.DisposeAsync();
        await _plain.DisposeAsync();
    }

    private NpgsqlDataSource Create(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString)
            .UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var process = new NpgsqlCommand(PostgresText.ServerProcess, connection);
                    Meet(connection, process.ExecuteScalar());
                },
                async connection =>
                {
                    var process = new NpgsqlCommand(PostgresText.ServerProcess, connection);
                    await using (process)
                        Meet(connection, await process.ExecuteScalarAsync());
                }
            )
            .Build();

    // A pooler greets with a process number of its own: it must know its clients when they cancel.
    private void Meet(NpgsqlConnection connection, object? serverProcess) =>
        _isBehindPooler = serverProcess is not int process || process != connection.ProcessID;
}
