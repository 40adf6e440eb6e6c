using HandoffSaga.SystemSpecs.Servers.Postgres;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

/// <summary>Finished transfers stay for ever; what every commit and every sweep passes through must not grow with them.</summary>
public sealed class When_finished_transfers_are_kept
{
    private const int Rounds = 5;

    // Pages that were emptied in one round are free at the latest in the round after the next.
    private const int Settled = 2;
    private const int InRound = 5000;

    [Fact]
    public async Task The_indexes_of_what_is_open_stay_as_small_as_what_is_open()
    {
        // A server without anybody else: whoever connects just while VACUUM looks makes it leave emptied pages for a later one, and so does
        // autovacuum.
        await using var server = await PrivatePostgres.Start("autovacuum = off");
        await using var store = await PlantStore.Migrated(server);
        var open = new List<long>();
        var all = new List<long>();

        for (var round = 1; round <= Rounds; round++)
        {
            await Traffic(store);
            open.Add(
                await Size(
                    store,
                    "ix_transfers_open",
                    "ix_transfers_vault_open",
                    "ix_transfers_next_node_open",
                    "ix_outbox_due_at",
                    "ix_outbox_token_id",
                    "PK_outbox"
                )
            );
            all.Add(await Size(store, "ix_transfers_received_at", "PK_transfers"));
        }

        // The room that the first rounds left is used again; what grew with each round would be nearly twice as large by now.
        open[^1].ShouldBeLessThan(open[Settled] * 11 / 10, $"bytes after each round of {InRound}: {string.Join(", ", open)}");
        all[^1].ShouldBeGreaterThan(3 * all[0], "the other indexes hold what is kept");
    }

    /// <summary>
    /// Transfers that come, with their commands, and are finished; then what autovacuum does once that many rows have changed.
    /// </summary>
    private static async Task Traffic(PlantStore store)
    {
        await store.Database.Execute(
            $"""
            INSERT INTO transfers (correlation_id, version, current_state, body, package_id, clientpo_id, test_id, vault_status, vault_attempts, next_node_status, next_node_attempts, received_at)
                SELECT gen_random_uuid(), 1, 'Transferring', '', gen_random_uuid()::text, 'CPO', 'T', 'pending', 1, 'pending', 1, clock_timestamp() FROM generate_series(1, {InRound});
            INSERT INTO outbox (message_id, token_id, destination, content_type, body, due_at, released, kept, message_type)
                SELECT gen_random_uuid(), gen_random_uuid(), 'queue:work', 'application/json', '', clock_timestamp(), true, true, 'Work' FROM generate_series(1, {InRound});
            """
        );
        await store.Database.Execute(
            """
            UPDATE transfers SET version = 2, vault_status = 'complete', vault_completed_at = clock_timestamp() WHERE completed_at IS NULL;
            UPDATE transfers SET version = 3, next_node_status = 'complete', next_node_completed_at = clock_timestamp(), completed_at = clock_timestamp() WHERE completed_at IS NULL;
            DELETE FROM outbox;
            """
        );
        (await store.Database.Ask<string>("SELECT array_to_string(reloptions, ' ') FROM pg_class WHERE relname = 'outbox'")).ShouldContain(
            $"autovacuum_vacuum_threshold={InRound}"
        );
        await store.Database.Execute("VACUUM transfers");
        await store.Database.Execute("VACUUM outbox");
    }

    private static Task<long> Size(PlantStore store, params string[] indexes) =>
        store.Database.Ask<long>(
            $"SELECT sum(pg_relation_size(quote_ident(name)::regclass))::bigint FROM unnest(ARRAY['{string.Join("', '", indexes)}']) AS name"
        );
}
