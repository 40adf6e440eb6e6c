using HandoffSaga.Specs.Status;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Specs.Storage;

/// <summary>A store that was written when a late receipt took the place of its attempt's end.</summary>
public sealed class When_attempts_kept_no_late_receipts
{
    private const string Late =
        """{"error":null,"error_code":null,"evidence":"receipt","ledger_head_seen":null,"outcome":"delivered","receipt_id":"VH-1","received_at":"2025-06-01T14:02:15.480Z","received_by":"v","response_excerpt":"{}","response_sha256":"d","status_code":null}""";

    private readonly TransferState _transfer = Handoffs.OnItsWay("PKG-1");

    [Fact]
    public async Task They_are_read_as_they_are_and_it_can_go_back()
    {
        await using var store = StationStore.Empty();
        await To(store, "RejectionsNameTheirSummary");
        await store.Write(_transfer);
        await store.Write(Ended("no_reply"));

        await store.Schema.Migrate(CancellationToken.None);
        (await Attempts(store)).ShouldBe(["1 no_reply "]);
        await store.Write(Tables.AttemptLateReceipt.Row(_transfer.CorrelationId, "vault_hub", 1L, Late));
        (await Attempts(store)).ShouldBe(["1 no_reply delivered"]);

        await To(store, "RejectionsNameTheirSummary");
        (await store.Read("SELECT attempt, outcome FROM attempts")).ShouldHaveSingleItem().ShouldBe([1L, "no_reply"]);
        await store.Schema.Migrate(CancellationToken.None);
        (await Attempts(store)).ShouldBe(["1 no_reply "]);
    }

    [Fact]
    public async Task The_version_before_goes_on_writing_beside_this_one()
    {
        await using var store = StationStore.Empty();
        await store.Schema.Migrate(CancellationToken.None);
        await store.Write(_transfer);
        await store.Write(Ended("no_reply"));

        // It writes a late receipt as the attempt's end, which names no column that is new.
        await store.Write(Ended("delivered"));

        (await Attempts(store)).ShouldBe(["1 delivered "]);
    }

    private HandoffSaga.Durability.Row Ended(string outcome) =>
        Tables.AttemptEnded.Row(
            _transfer.CorrelationId,
            "vault_hub",
            1L,
            "first",
            Handoffs.Received,
            outcome,
            null,
            null,
            null,
            null,
            null,
            null
        );

    private static async Task<IEnumerable<string>> Attempts(StationStore store) =>
        (await store.Queries.Attempts("PKG-1", CancellationToken.None))!.Items.Select(attempt =>
            $"{attempt.Attempt} {attempt.Outcome} {attempt.LateReceipt?.Outcome}"
        );

    private static async Task To(StationStore store, string migration)
    {
        await using var context = store.Open();
        await context
            .Database.GetService<IMigrator>()
            .MigrateAsync(context.Database.GetMigrations().Single(name => name.EndsWith(migration, StringComparison.Ordinal)));
    }
}
