using HandoffSaga.Specs.Status;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Specs.Storage;

/// <summary>A store that was written before errors had codes.</summary>
public sealed class When_attempts_had_no_error_codes
{
    private static readonly DateTimeOffset Now = Handoffs.Received;

    private readonly TransferState _transfer = Handoffs.OnItsWay("PKG-1");

    [Fact]
    public async Task They_are_read_as_they_are_and_it_can_go_back()
    {
        await using var store = await Older();

        await store.Schema.Migrate(CancellationToken.None);
        (await Attempts(store)).ShouldBe(["1 HTTP 503 "]);

        await To(store, "AnEventHasOneIndex");
        (await store.Read("SELECT attempt, error FROM attempts")).ShouldHaveSingleItem().ShouldBe([1L, "HTTP 503"]);
        await store.Schema.Migrate(CancellationToken.None);
        (await Attempts(store)).ShouldBe(["1 HTTP 503 "]);
    }

    [Fact]
    public async Task The_version_before_goes_on_writing_beside_this_one()
    {
        // Given an attempt that this version has ended, and the version before ends anew: a receipt came after all
        await using var store = await Older();
        await store.Schema.Migrate(CancellationToken.None);
        await store.Write(
            Tables.AttemptEnded.Row(
                _transfer.CorrelationId,
                "vault_hub",
                2L,
                "redelivery",
                Now,
                "no_reply",
                null,
                "no receipt within 300 s",
                null,
                null,
                null,
                "deadline:no_receipt"
            )
        );
        (await Attempts(store)).ShouldBe(["1 HTTP 503 ", "2 no receipt within 300 s deadline:no_receipt"]);

        await store.Write(
            AttemptEndedBefore.Shape.Row(
                _transfer.CorrelationId,
                "vault_hub",
                2L,
                "redelivery",
                Now.AddSeconds(1),
                "delivered",
                null,
                null,
                null,
                null,
                null
            )
        );

        // Then no code is left of an error that is none any more
        (await Attempts(store)).ShouldBe(["1 HTTP 503 ", "2  "]);
    }

    private async Task<StationStore> Older()
    {
        var store = StationStore.Empty();
        await To(store, "AnEventHasOneIndex");
        await store.Write(_transfer);
        await store.Write(
            AttemptEndedBefore.Shape.Row(
                _transfer.CorrelationId,
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
        return store;
    }

    private static async Task<IEnumerable<string>> Attempts(StationStore store) =>
        (await store.Queries.Attempts("PKG-1", CancellationToken.None))!.Items.Select(attempt =>
            $"{attempt.Attempt} {attempt.Error} {attempt.ErrorCode}"
        );

    private static async Task To(StationStore store, string migration)
    {
        await using var context = store.Open();
        await context
            .Database.GetService<IMigrator>()
            .MigrateAsync(context.Database.GetMigrations().Single(name => name.EndsWith(migration, StringComparison.Ordinal)));
    }
}
