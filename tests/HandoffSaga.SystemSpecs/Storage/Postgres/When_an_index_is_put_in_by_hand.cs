using HandoffSaga.SystemSpecs.Servers;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

public sealed class When_an_index_is_put_in_by_hand(RealServers servers)
{
    [Theory]
    [InlineData("(8, 8, 1)", "an event has one index")]
    [InlineData("(8, 0, 2)", "an event has one index")]
    [InlineData("(9, 9, 1)", "an index continues the log")]
    [InlineData("(7, 9, 1)", "an index continues the log")]
    [InlineData("(-1, 9, 1)", "an index continues the log")]
    [InlineData("(8, 9, 0)", "an index continues the log")]
    [InlineData("(8, 9, 1), (10, 10, 1)", "an index continues the log")]
    [InlineData("(8, 1, 1)", "ux_ledger_index_first_seq")]
    [InlineData("(0, 9, 1)", "PK_ledger_index")]
    public async Task A_second_one_for_an_event_or_one_beside_the_log_is_rejected_to_its_owner_too(string rows, string why)
    {
        await using var store = await Logged();

        var rejection = await Should.ThrowAsync<PostgresException>(() =>
            store.Database.Execute($"SET session_replication_role = replica; INSERT INTO ledger_index VALUES {rows}")
        );

        rejection.MessageText.ShouldContain(why);
    }

    [Theory]
    [InlineData("SET search_path = ''")]
    [InlineData(
        "CREATE TEMP TABLE ledger_index (log_index bigint, first_seq bigint, entries bigint); INSERT INTO ledger_index VALUES (0, 100, 9)"
    )]
    public async Task It_is_rejected_wherever_else_names_are_looked_up(string before)
    {
        await using var store = await Logged();

        var rejection = await Should.ThrowAsync<PostgresException>(() =>
            store.Database.Execute($"{before}; INSERT INTO public.ledger_index VALUES (9, 9, 1)")
        );

        rejection.MessageText.ShouldContain("an index continues the log");
    }

    [Theory]
    [InlineData("(8, 9, 1)")]
    [InlineData("(8, 12, 3), (11, 9, 2), (13, 20, 1)")]
    public async Task What_continues_the_log_is_taken_in_whichever_runs(string rows)
    {
        await using var store = await Logged();

        await store.Database.Execute($"INSERT INTO ledger_index VALUES {rows}");
    }

    /// <summary>Events 1 to 8 have the indexes 0 to 7.</summary>
    private async Task<PlantStore> Logged()
    {
        var store = await PlantStore.Migrated(await servers.Postgres);
        await store.Database.Execute("INSERT INTO ledger_index VALUES (0, 1, 8)");
        return store;
    }
}
