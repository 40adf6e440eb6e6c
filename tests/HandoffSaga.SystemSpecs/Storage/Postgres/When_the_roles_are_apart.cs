using System.Net;
using System.Text;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Plant;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

/// <summary>
/// A plant whose database has the rights of <c>deploy/postgres/roles.sql</c>. Roles are the server's, so it is one of its own.
/// </summary>
public sealed class RolesApart(RealServers servers) : IAsyncLifetime
{
    private const string Password = "one-of-these-specs";

    private PrivatePostgres _server = null!;

    internal PlantSite Plant { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PrivatePostgres.Start();
        Plant = await PlantSite.On(servers, postgres: _server);
        await GiveRights();
        foreach (
            var (login, role) in new[]
            {
                ("migrator", "handoff_owner"),
                ("dispatcher", "handoff_program"),
                ("sequencer", "handoff_sequencer"),
                ("auditor", "handoff_auditor"),
            }
        )
        {
            await _server.Execute($"CREATE ROLE {login} LOGIN PASSWORD '{Password}' IN ROLE {role}");
        }

        await Commands.Run(
            "env",
            "HANDOFF_Store__Provider=postgres",
            "HANDOFF_Bus__Provider=rabbitmq",
            "dotnet",
            ProgramUnderTest.Path,
            "migrate",
            "--connection",
            As("migrator") + ";Options=-c role=handoff_owner"
        );
        await GiveRights();
    }

    public async ValueTask DisposeAsync()
    {
        await Plant.DisposeAsync();
        await _server.DisposeAsync();
    }

    public string As(string login) =>
        new NpgsqlConnectionStringBuilder(Plant.Database.ConnectionString) { Username = login, Password = Password }.ConnectionString;

    private async Task GiveRights() =>
        await Plant.Database.Execute(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "postgres", "roles.sql")));
}

/// <summary>Tried by those whom the file lets do something, and by those whom it does not.</summary>
public sealed class When_the_roles_are_apart(RolesApart apart) : IClassFixture<RolesApart>
{
    [Fact]
    public async Task A_dispatcher_hands_off_and_rejects_bad_ones_without_a_right_to_change_the_schema()
    {
        var replica = await apart.Plant.Start(("Store__ConnectionString", apart.As("dispatcher")));
        foreach (var package in new[] { "PKG-1", "PKG-2", "PKG-3" })
        {
            await apart.Plant.Submit(package);
        }

        using var http = new HttpClient();
        using var wrong = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(replica.Url, "signoffs"), wrong, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await apart.Plant.UntilComplete(3);
        await When_messages_go_over_a_broker.Until(async () => await apart.Plant.Rows("ledger_heads") > 0);
        (await replica.Terminate()).ShouldBe(0);
        replica.Messages.ShouldNotContain("permission denied");
        (await apart.Plant.Rows("rejected")).ShouldBe(1);
        (await apart.Plant.Rows("pg_tables WHERE schemaname = 'public' AND tableowner <> 'handoff_owner'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("dispatcher", "UPDATE ledger_entries SET package_id = 'PKG-2'")]
    [InlineData("dispatcher", "DELETE FROM ledger_entries")]
    [InlineData("dispatcher", "TRUNCATE ledger_entries")]
    [InlineData("dispatcher", "DELETE FROM ledger_index")]
    [InlineData("dispatcher", "UPDATE ledger_heads SET size = 1")]
    [InlineData("dispatcher", "UPDATE ledger_identity SET origin = 'another'")]
    [InlineData("dispatcher", "DELETE FROM transfers")]
    [InlineData("dispatcher", "DELETE FROM packages")]
    [InlineData("dispatcher", "DELETE FROM attempts")]
    [InlineData("dispatcher", "UPDATE rejected SET body = ''")]
    [InlineData("dispatcher", "ALTER TABLE ledger_entries DISABLE TRIGGER ALL")]
    [InlineData("dispatcher", "CREATE TABLE more (n int)")]
    [InlineData("dispatcher", "DROP TABLE outbox")]
    [InlineData("dispatcher", "SET ROLE handoff_owner")]
    [InlineData("sequencer", "INSERT INTO ledger_entries (event_id) VALUES (gen_random_uuid())")]
    [InlineData("sequencer", "SELECT * FROM packages")]
    [InlineData("sequencer", "DELETE FROM ledger_index")]
    [InlineData("sequencer", "DELETE FROM ledger_forwards")]
    [InlineData("auditor", "INSERT INTO ledger_index VALUES (0, 1, 1)")]
    [InlineData("auditor", "DELETE FROM outbox")]
    [InlineData("auditor", "UPDATE transfers SET version = 0")]
    public async Task Nobody_does_what_is_not_his(string login, string statement)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => Try(login, statement));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, refused.MessageText);
    }

    [Theory]
    [InlineData("sequencer", "SELECT * FROM ledger_entries")]
    [InlineData(
        "sequencer",
        "BEGIN; INSERT INTO ledger_index SELECT coalesce(max(log_index + entries), 0), 1000000, 1 FROM ledger_index; ROLLBACK"
    )]
    [InlineData("sequencer", "BEGIN; INSERT INTO ledger_forwards VALUES ('http', 0, 9, now()), ('http', 90000, 90001, now()); ROLLBACK")]
    [InlineData("auditor", "SELECT * FROM ledger_entries")]
    [InlineData("auditor", "SELECT * FROM transfers JOIN packages USING (correlation_id) JOIN attempts USING (correlation_id)")]
    [InlineData("auditor", "SELECT * FROM rejected")]
    public Task Everybody_does_what_is_his(string login, string statement) => Try(login, statement);

    [Fact]
    public async Task Nobody_logs_in_as_a_role_of_the_file()
    {
        foreach (var role in new[] { "handoff_owner", "handoff_program", "handoff_sequencer", "handoff_auditor" })
        {
            (await Should.ThrowAsync<PostgresException>(() => Try(role, "SELECT 1"))).SqlState.ShouldBeOneOf(
                PostgresErrorCodes.InvalidAuthorizationSpecification,
                PostgresErrorCodes.InvalidPassword
            );
        }
    }

    private async Task Try(string login, string statement)
    {
        await using var connection = new NpgsqlConnection(apart.As(login) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
