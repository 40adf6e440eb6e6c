using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Specs.Cli;
using HandoffSaga.Specs.Harness;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>By somebody who may do everything there, triggers removed first.</summary>
public sealed class When_the_database_was_tampered_with : IAsyncLifetime
{
    private readonly Prompt _prompt = new();
    private Station _station = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        _prompt.Variables["HANDOFF_DataFolder"] = _station.Folder;
        _prompt.Variables["HANDOFF_Node__Id"] = "NODE-LP-001";
        _prompt.Variables["HANDOFF_Ledger__Folder"] = "replica";
        await _station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode()));
        await _station.UntilComplete("PKG-1");
        await Publish();
        (await _prompt.Types("ledger", "verify")).ExitCode.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        _prompt.Dispose();
    }

    [Theory]
    [InlineData(
        "UPDATE ledger_entries SET entry = CAST(replace(CAST(entry AS TEXT), 'system', 'nobody') AS BLOB) WHERE seq = (SELECT first_seq + 2 FROM ledger_index)",
        "The entry with index 2 in the database is not the one that was logged."
    )]
    [InlineData(
        "DELETE FROM ledger_entries WHERE seq = (SELECT first_seq + 3 FROM ledger_index)",
        "The entry with index 3 is not in the database."
    )]
    [InlineData(
        "UPDATE ledger_entries SET seq = -1 WHERE seq = 1; UPDATE ledger_entries SET seq = 1 WHERE seq = 2; UPDATE ledger_entries SET seq = 2 WHERE seq = -1",
        "The entry with index 0 in the database is not the one that was logged."
    )]
    [InlineData(
        "UPDATE ledger_index SET first_seq = first_seq + 1",
        "The entry with index 0 in the database is not the one that was logged."
    )]
    [InlineData("UPDATE ledger_index SET entries = 3", "The entries with indexes 3 to 7 are not in the database.")]
    public async Task A_row_that_was_changed_removed_or_swapped_is_named_and_nothing_more_is_signed(string sql, string named)
    {
        await Execute(sql);
        var outcome = await _prompt.Types("ledger", "verify");
        outcome.ExitCode.ShouldBe(6);
        outcome.Output.ShouldContain(named);
        using var log = new Replica(_station);
        await Should.ThrowAsync<LedgerHaltedException>(() => log.Log.Open(Cancellation));
    }

    [Fact]
    public async Task An_entry_that_was_put_into_a_trail_by_hand_is_named()
    {
        var last = (await _station.LedgerOf("PKG-1")).Last(entry => entry.Trail == "vault_hub");
        var forged = (last with { EventId = Guid.NewGuid(), Details = "Attempt 1: nothing happened" }).ToCanonicalBytes();
        await Insert(forged);
        var index = await Publish() - 1;

        var outcome = await _prompt.Types("ledger", "verify");
        outcome.ExitCode.ShouldBe(6);
        outcome.Output.ShouldContain($"trail_gap Entry {index} is number {last.TrailSeq} of the trail vault_hub of XFER-PKG-1");
    }

    [Fact]
    public async Task An_entry_that_was_changed_between_its_commit_and_its_index_is_logged_as_it_was_committed_and_named()
    {
        // Given a log that runs, and a handoff after it
        using var log = await new Replica(_station).Opened();
        var index = log.Sequencer.Tree.Size;
        await _station.Send(SampleSignoffs.For("PKG-2", SampleSignoffs.ToNextNode()));
        await _station.UntilComplete("PKG-2");

        // When its first entry is changed before the log comes to it
        await Execute(
            $"UPDATE ledger_entries SET entry = CAST(replace(CAST(entry AS TEXT), 'system', 'nobody') AS BLOB) WHERE seq = {index + 1}"
        );
        await log.CatchUp();

        // Then the log says what was committed, and the database something else
        var outcome = await _prompt.Types("ledger", "verify");
        outcome.ExitCode.ShouldBe(6);
        outcome.Output.ShouldContain($"The entry with index {index} in the database is not the one that was logged.");
    }

    [Theory]
    [InlineData("(8, 8, 1)", "an event has one index")]
    [InlineData("(8, 1, 1)", "UNIQUE")]
    [InlineData("(8, 0, 2)", "an event has one index")]
    [InlineData("(9, 9, 1)", "an index continues the log")]
    [InlineData("(0, 9, 1)", "UNIQUE")]
    [InlineData("(7, 9, 1)", "an index continues the log")]
    [InlineData("(3, 9, 1)", "an index continues the log")]
    [InlineData("(-1, 9, 1)", "an index continues the log")]
    [InlineData("(8, 9, 0)", "an index continues the log")]
    public async Task A_second_index_for_an_event_or_one_beside_the_log_is_rejected(string rows, string why) =>
        (
            await Should.ThrowAsync<SqliteException>(() =>
                Execute($"INSERT INTO ledger_index (log_index, first_seq, entries) VALUES {rows}")
            )
        ).Message.ShouldContain(why);

    [Fact]
    public async Task An_index_that_was_put_in_by_hand_halts_the_log()
    {
        var id = await Insert("{}"u8.ToArray());
        using var log = await new Replica(_station).Opened();
        var size = log.Head.Current!.Checkpoint.Size;
        await Execute(
            $"INSERT INTO ledger_index (log_index, first_seq, entries) SELECT {size}, seq, 1 FROM ledger_entries WHERE event_id = x'{id}'"
        );
        await _station.Send(SampleSignoffs.For("PKG-2", SampleSignoffs.ToNextNode()));
        await _station.UntilComplete("PKG-2");
        (await Should.ThrowAsync<LedgerHaltedException>(() => log.CatchUp())).Message.ShouldContain($"index {size}");
    }

    [Theory]
    [InlineData("DELETE FROM ledger_index")]
    [InlineData("UPDATE ledger_index SET entries = 7")]
    public async Task An_index_that_was_taken_away_under_a_running_log_halts_it(string sql)
    {
        using var log = await new Replica(_station).Opened();
        await Execute($"DROP TRIGGER ledger_index_refuse_delete; {sql}");
        await _station.Send(SampleSignoffs.For("PKG-2", SampleSignoffs.ToNextNode()));
        await _station.UntilComplete("PKG-2");
        (await Should.ThrowAsync<LedgerHaltedException>(() => log.CatchUp())).Message.ShouldContain(
            "indexes do not end where its checkpoint of 8 entries does"
        );
    }

    private async Task<long> Publish()
    {
        using var log = await new Replica(_station).Opened();
        await log.CatchUp();
        return log.Head.Current!.Checkpoint.Size;
    }

    private async Task<string> Insert(byte[] entry)
    {
        var id = Convert.ToHexString(Guid.NewGuid().ToByteArray(bigEndian: true));
        await Execute(
            $"INSERT INTO ledger_entries (event_id, trail, trail_seq, action, entry, leaf_hash, recorded_at) VALUES (x'{id}', 'vault_hub', 1, 'transfer_to_vault', x'{Convert.ToHexString(entry)}', x'{Convert.ToHexString(LedgerHash.Leaf(entry))}', 0)"
        );
        return id;
    }

    private async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_station.Database}");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            DROP TRIGGER IF EXISTS ledger_entries_refuse_update;
            DROP TRIGGER IF EXISTS ledger_entries_refuse_delete;
            DROP TRIGGER IF EXISTS ledger_index_refuse_update;
            {sql};
            """;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
