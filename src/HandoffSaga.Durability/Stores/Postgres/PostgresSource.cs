using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>The store's connections.</summary>
internal static class PostgresSource
{
    private const int PreparedStatements = 100;

    /// <summary>
    /// Rows are looked up by key only, so plans that read whole tables or depend on the values are ruled out: the statements then also lock
    /// rows in the given order, which prevents deadlocks between replicas. A row that is locked for long delays its own unit only. A commit
    /// is on disk regardless of the server's own setting. A transaction that a frozen process left half sent is ended where the server
    /// supports it (17).
    /// </summary>
    private const string Session = """
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan;
        SELECT set_config('lock_timeout', '5s', false) WHERE current_setting('lock_timeout') = '0';
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        SELECT set_config(name, '30s', false) FROM pg_settings WHERE name = 'transaction_timeout';
        """;

    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public static NpgsqlDataSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Settings and prepared statements stay with the session.
            NoResetOnClose = true,
            Multiplexing = false,
            Enlist = false,
            TcpKeepAlive = true,
        };
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = PreparedStatements;
            settings.AutoPrepareMinUsages = 2;
        }

        settings.ApplicationName ??= "handoff";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString)
            .UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var session = new NpgsqlCommand(Session, connection);
                    session.ExecuteNonQuery();
                },
                async connection =>
                {
                    var session = new NpgsqlCommand(Session, connection);
                    await using (session)
                        await session.ExecuteNonQueryAsync();
                }
            )
            .Build();
    }
}
