using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Specs.Status;

/// <summary>A station keeps its transfers for years; what people ask every day must not read them all.</summary>
public sealed class When_the_store_searches
{
    [Fact]
    public Task The_newest_are_read_from_the_order_of_receipt() => Uses("ix_transfers_received_at", TransferFilter.None);

    [Fact]
    public Task Open_transfers_are_read_from_an_index_that_holds_no_others() =>
        Uses("ix_transfers_open", new TransferFilter { Status = "escalated" });

    [Fact]
    public Task Transfers_on_their_way_are_read_from_it_too() =>
        Uses("ix_transfers_open", new TransferFilter { Status = "transferring_vault" });

    [Fact]
    public Task Open_vault_legs_have_an_index_of_their_own() =>
        Uses("ix_transfers_vault_open", new TransferFilter { Leg = Destination.VaultHub, LegStatus = "escalated" });

    [Fact]
    public Task Open_next_node_legs_have_an_index_of_their_own() =>
        Uses("ix_transfers_next_node_open", new TransferFilter { Leg = Destination.NextNode, LegStatus = "transferring" });

    [Fact]
    public async Task Each_thing_people_look_for_by_name_has_an_index()
    {
        await Uses("ix_transfers_clientpo_id", new TransferFilter { ClientpoId = "CPO-1" });
        await Uses("ix_transfers_test_id", new TransferFilter { TestId = "TEST-1" });
        await Uses("ix_transfers_part_id", new TransferFilter { PartId = "PART-1" });
        await Uses("ix_transfers_part_number", new TransferFilter { PartNumber = "PN-1" });
        await Uses("ix_transfers_station", new TransferFilter { Station = "NODE-1" });
    }

    [Fact]
    public async Task The_entries_of_a_transfer_have_an_index()
    {
        await using var store = await StationStore.Migrated();
        await using var context = store.Open();

        (await Plan(store, TransferQueries.EntriesOf(context, "PKG-1", Guid.NewGuid())))[0]
            .ShouldStartWith("SEARCH l USING INDEX ux_ledger_entries_trail (package_id=?)");
    }

    private static async Task Uses(string index, TransferFilter filter)
    {
        await using var store = await StationStore.Migrated();
        await using var context = store.Open();
        var cursor = new TransferCursor(Handoffs.Received, Guid.Empty);
        var query = context
            .Transfers.Matching(filter)
            .After(cursor)
            .ObservedFromOutside(context)
            .Matching(filter)
            .OrderByDescending(seen => seen.Row.ReceivedAt)
            .ThenByDescending(seen => seen.Row.CorrelationId)
            .Select(seen => new
            {
                seen.Row.Body,
                seen.VaultStatus,
                seen.NextNodeStatus,
            });

        // Then the plan reads that index, in its order, and each attempt by its key
        var plan = await Plan(store, query);
        plan[0].ShouldStartWith($"SEARCH t USING INDEX {index} ");
        plan.Skip(1).ShouldAllBe(step => step.Contains("(correlation_id=? AND leg=? AND attempt=?)"));
    }

    private static async Task<List<string>> Plan<T>(StationStore store, IQueryable<T> query)
    {
        using var command = query.CreateDbCommand();
        var sql = command.CommandText;
        foreach (
            var parameter in command
                .Parameters.Cast<System.Data.Common.DbParameter>()
                .OrderByDescending(parameter => parameter.ParameterName.Length)
        )
        {
            sql = sql.Replace(parameter.ParameterName, "?", StringComparison.Ordinal);
        }

        return [.. (await store.Read("EXPLAIN QUERY PLAN " + sql)).Select(row => (string)row[3])];
    }
}
