using System.Diagnostics;
using HandoffSaga.Durability;
using HandoffSaga.Storage;
using HandoffSaga.SystemSpecs.Durability.Postgres;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

public sealed class When_replicas_start_together(RealServers servers)
{
    [Fact]
    public async Task One_of_three_processes_migrates_and_all_are_content()
    {
        await using var store = await PlantStore.Empty(await servers.Postgres);

        var migrated = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Migrate(store.Database.ConnectionString)));

        migrated.ShouldAllBe(process => process.ExitCode == 0, string.Join('\n', migrated.Select(process => process.Said)));
        (await store.Database.Ask<long>("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBeGreaterThan(1);
        (await store.Engine.Commit(Units.Message())).ShouldBe(CommitOutcome.Committed);
        migrated.ShouldAllBe(process =>
            !process.Said.Contains(new NpgsqlConnectionStringBuilder(store.Database.ConnectionString).Password!)
        );
    }

    [Fact]
    public async Task A_role_that_may_not_change_the_schema_says_what_to_do_and_runs_on_what_another_one_made()
    {
        await using var store = await PlantStore.Empty(await servers.Postgres);
        var role = "specs_role_" + Guid.NewGuid().ToString("N");
        await store.Database.Execute($"CREATE ROLE {role} LOGIN PASSWORD 'only-reads-and-writes'");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(store.Database.ConnectionString)
            {
                Username = role,
                Password = "only-reads-and-writes",
                Pooling = false,
            }.ConnectionString;
            await using var services = PlantStore.Services(connection);
            var schema = services.GetRequiredService<ISchema>();

            var refused = await Should.ThrowAsync<StoreUnusableException>(() => schema.Migrate(TestContext.Current.CancellationToken));
            refused.Message.ShouldContain("handoff migrate --connection");

            await store.Schema.Migrate(TestContext.Current.CancellationToken);
            await store.Database.Execute($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}");
            await schema.Migrate(TestContext.Current.CancellationToken);
            await using var engine = new HandoffSaga.Durability.Postgres.PostgresStore(connection, new DurabilityOptions());
            await engine.Open(TestContext.Current.CancellationToken);
            (await engine.Commit(Units.Message())).ShouldBe(CommitOutcome.Committed);
        }
        finally
        {
            await store.Database.Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_database_without_its_schema_or_none_at_all_is_said_and_not_waited_for()
    {
        await using var store = await PlantStore.Empty(await servers.Postgres);
        var missing = new NpgsqlConnectionStringBuilder(store.Database.ConnectionString)
        {
            Database = "nowhere",
            Pooling = false,
        }.ConnectionString;
        await using var services = PlantStore.Services(missing);

        (
            await Should.ThrowAsync<StoreUnusableException>(() => store.Engine.Open(TestContext.Current.CancellationToken))
        ).Message.ShouldContain("handoff migrate");
        (
            await Should.ThrowAsync<StoreUnusableException>(() =>
                services.GetRequiredService<ISchema>().Migrate(TestContext.Current.CancellationToken)
            )
        ).Message.ShouldContain("create it");
    }

    private static async Task<(int ExitCode, string Said)> Migrate(string connectionString)
    {
        var start = new ProcessStartInfo("dotnet", [ProgramUnderTest.Path, "migrate", "--connection", connectionString])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["HANDOFF_Store__Provider"] = "postgres",
                ["HANDOFF_Bus__Provider"] = "rabbitmq",
                ["HANDOFF_DataFolder"] = Path.GetTempPath(),
            },
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(BusyMachine.Patience);
        return (process.ExitCode, string.Concat(said));
    }
}
