namespace HandoffSaga.SystemSpecs.Servers.Postgres;

/// <summary>
/// Where the specifications get their database server from: one that is named, else Docker, else Debian's package. Never none.
/// </summary>
internal static class PostgresServers
{
    public const string Named = "HANDOFF_TEST_POSTGRES";
    public const string Image = "HANDOFF_TEST_POSTGRES_IMAGE";

    public static async Task<PostgresServer> Find()
    {
        if (Environment.GetEnvironmentVariable(Named) is { Length: > 0 } named)
        {
            return new PostgresServer(named);
        }

        if (await DockerEngine.Answers())
        {
            return await ContainerPostgres.Start();
        }

        if (PrivatePostgres.IsInstalled)
        {
            return await PrivatePostgres.Start();
        }

        throw new InvalidOperationException(
            $"There is no PostgreSQL to test with. Install Debian's (apt-get install postgresql), or start Docker, or name one: {Named}=Host=...;Username=...;Password=... (of a role that may create databases)."
        );
    }
}
