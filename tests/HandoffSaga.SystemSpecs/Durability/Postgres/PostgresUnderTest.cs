using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.PgBouncer;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

/// <summary>
/// A database of one spec on a real server. The store's clock is the server's; here it is a function in the database, which the spec's
/// clock moves, named to the store in place of <c>now()</c>. Everything else is as in production.
/// </summary>
public sealed class PostgresUnderTest(RealServers servers, PoolMode? poolMode = null) : StoreUnderTest
{
    private const string Template = "handoff_durability_specs";
    private const string Clock = "spec_now()";

    private static readonly SemaphoreSlim TemplateGate = new(1, 1);
    private static bool _templateIsMade;

    private PostgresStore? _running;
    private Pooler? _pooler;

    internal PostgresDatabase Database { get; private set; } = null!;

    public override bool LeasesOutliveTheProcess => true;

    public override async Task Create()
    {
        var server = await servers.Postgres;
        await TemplateGate.WaitAsync();
        try
        {
            if (!_templateIsMade)
            {
                await MakeTemplate(server);
                _templateIsMade = true;
            }

            Database = await PostgresDatabase.Create(server, Template);
        }
        finally
        {
            TemplateGate.Release();
        }

        if (poolMode is { } mode)
        {
            _pooler = await Pooler.Start(server.ConnectionString, mode);
        }
    }

    public override void Use(DurabilityConfigurator durability) => durability.Store = (options, _) => _running = Store(options);

    public override void Crash() => _running!.DisposeAsync().AsTask().Wait();

    public override Task<IAsyncDisposable> TakeAway() => Database.Close();

    public override Task ChangeByAnotherWriter(Guid ticket, int more) =>
        Database.Execute(
            $$"""
            UPDATE tickets SET version = version + 1,
                body = convert_to(jsonb_set(convert_from(body, 'UTF8')::jsonb, '{Count}', to_jsonb((convert_from(body, 'UTF8')::jsonb -> 'Count')::int + {{more}}))::text, 'UTF8')
            WHERE correlation_id = '{{ticket}}'
            """
        );

    public override Task<long> Count(string table) => Database.Ask<long>($"SELECT count(*) FROM {table}");

    public override void TimeIs(DateTimeOffset now)
    {
        using var connection = Database.ConnectAtOnce();
        using var command = new NpgsqlCommand("UPDATE spec_clock SET at = $1", connection) { Parameters = { new() { Value = now } } };
        command.ExecuteNonQuery();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        if (_pooler is not null)
        {
            await _pooler.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    /// <param name="options">The engine's settings; the defaults when null.</param>
    /// <param name="settings">What the connection string says in addition.</param>
    internal PostgresStore Store(DurabilityOptions? options = null, string settings = "") =>
        new($"{_pooler?.To(Database.ConnectionString) ?? Database.ConnectionString};{settings}", options ?? new DurabilityOptions(), Clock);

    private static async Task MakeTemplate(PostgresServer server)
    {
        await server.Execute($"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        await server.Execute($"CREATE DATABASE {Template} TEMPLATE template0");
        await using var context = new TicketDbContext(server.To(Template));
        await context.Database.EnsureCreatedAsync();
        await context.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE spec_clock (at timestamptz NOT NULL);
            INSERT INTO spec_clock VALUES (now());
            CREATE FUNCTION spec_now() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT at FROM spec_clock';
            """
        );
    }
}
