using HandoffSaga.Specs.Status;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Postgres;
using HandoffSaga.SystemSpecs.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

/// <summary>A plant's database that was written before errors had codes, and replicas of both versions on it.</summary>
public sealed class When_attempts_had_no_error_codes(RealServers servers)
{
    private static readonly DateTimeOffset Now = Handoffs.Received;

    [Fact]
    public async Task The_version_before_writes_beside_this_one_and_it_can_go_back()
    {
        // Given an attempt that the version before has ended
        await using var store = await PlantStore.Empty(await servers.Postgres);
        await To(store, "AnEventHasOneIndex");
        var transfer = Handoffs.OnItsWay("PKG-1");
        await store.Write(transfer);
        await store.Write(
            AttemptEndedBefore.Shape.Row(
                transfer.CorrelationId,
                "vault_hub",
                1L,
                "first",
                Now,
                "transient",
                503L,
                "HTTP 503",
                null,
                null,
                null
            )
        );

        // When the schema is this version's, and both go on
        await store.Schema.Migrate(TestContext.Current.CancellationToken);
        await store.Write(
            Tables.AttemptEnded.Row(
                transfer.CorrelationId,
                "vault_hub",
                2L,
                "redelivery",
                Now.AddSeconds(1),
                "transient",
                502L,
                "HTTP 502",
                null,
                null,
                null,
                "http:502"
            )
        );
        await store.Write(
            Tables.AttemptEnded.Row(
                transfer.CorrelationId,
                "vault_hub",
                3L,
                "redelivery",
                Now.AddSeconds(2),
                "no_reply",
                null,
                "no receipt within 300 s",
                null,
                null,
                null,
                "deadline:no_receipt"
            )
        );
        await store.Write(
            AttemptEndedBefore.Shape.Row(
                transfer.CorrelationId,
                "vault_hub",
                3L,
                "redelivery",
                Now.AddSeconds(3),
                "delivered",
                null,
                null,
                null,
                null,
                null
            )
        );
        await store.Write(
            AttemptEndedBefore.Shape.Row(
                transfer.CorrelationId,
                "vault_hub",
                4L,
                "redelivery",
                Now.AddSeconds(4),
                "transient",
                503L,
                "HTTP 503",
                null,
                null,
                null
            )
        );

        // Then every attempt is read, with a code where one was written
        (await Attempts(store)).ShouldBe(["1 HTTP 503 ", "2 HTTP 502 http:502", "3  ", "4 HTTP 503 "]);
        (await store.Queries.Hubs(TestContext.Current.CancellationToken)).VaultHub.ShouldSatisfyAllConditions(
            hub => hub.LastError.ShouldBe("HTTP 503"),
            hub => hub.LastErrorCode.ShouldBeNull()
        );

        // And the version before is there again after its migration back
        await To(store, "AnEventHasOneIndex");
        (
            await store.Database.Ask<string>(
                "SELECT string_agg(concat_ws(' ', attempt, outcome, error), ', ' ORDER BY attempt) FROM attempts"
            )
        ).ShouldBe("1 transient HTTP 503, 2 transient HTTP 502, 3 delivered, 4 transient HTTP 503");
    }

    private static async Task<IEnumerable<string>> Attempts(PlantStore store) =>
        (await store.Queries.Attempts("PKG-1", TestContext.Current.CancellationToken))!.Items.Select(attempt =>
            $"{attempt.Attempt} {attempt.Error} {attempt.ErrorCode}"
        );

    private static async Task To(PlantStore store, string migration)
    {
        await using var services = PlantStore.Services(store.Database.ConnectionString);
        await using var context = await services
            .GetRequiredService<IDbContextFactory<PostgresHandoffDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        await context
            .Database.GetService<IMigrator>()
            .MigrateAsync(
                context.Database.GetMigrations().Single(name => name.EndsWith(migration, StringComparison.Ordinal)),
                TestContext.Current.CancellationToken
            );
    }
}
