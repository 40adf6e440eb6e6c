using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Specs.Harness;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>The log stops and says why; handing off goes on.</summary>
public sealed class When_going_on_could_fork_the_log : IAsyncLifetime
{
    private Station _station = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        await HandOff("PKG-1");
        using var log = await new Replica(_station).Opened();
        await log.CatchUp();
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task A_database_restored_from_an_older_copy_signs_nothing()
    {
        await Stop();
        var copy = Directory.GetFiles(_station.Folder, "handoff.db*").ToDictionary(file => file, File.ReadAllBytes);
        await _station.Start();
        await HandOff("PKG-2");
        using (var log = await new Replica(_station).Opened())
            await log.CatchUp();

        await RemoveDatabase();
        foreach (var (file, bytes) in copy)
            File.WriteAllBytes(file, bytes);
        await _station.Start();

        (await Halted(new Replica(_station))).ShouldContain("it is an older copy");
        await HandOff("PKG-3");
    }

    [Fact]
    public async Task So_does_one_whose_tiles_were_thrown_away_too()
    {
        await RemoveDatabase();
        await _station.Start();
        Directory.Delete(Path.Combine(_station.Folder, "replica"), recursive: true);

        (await Halted(new Replica(_station))).ShouldContain("the database has 0");
    }

    [Fact]
    public async Task An_event_that_was_changed_in_the_database_signs_nothing_more()
    {
        await Execute(
            "DROP TRIGGER ledger_entries_refuse_update; UPDATE ledger_entries SET entry = CAST(replace(CAST(entry AS TEXT), 'system', 'nobody') AS BLOB) WHERE seq = 2;"
        );
        (await Halted(new Replica(_station))).ShouldContain("not those of the signed checkpoint");
    }

    [Fact]
    public async Task Two_events_that_changed_places_sign_nothing_more()
    {
        await Execute(
            """
            DROP TRIGGER ledger_entries_refuse_update;
            UPDATE ledger_entries SET seq = -1 WHERE seq = 1;
            UPDATE ledger_entries SET seq = 1 WHERE seq = 2;
            UPDATE ledger_entries SET seq = 2 WHERE seq = -1;
            """
        );
        (await Halted(new Replica(_station))).ShouldContain("not those of the signed checkpoint");
    }

    [Fact]
    public async Task An_index_that_was_moved_signs_nothing_more()
    {
        await Execute("DROP TRIGGER ledger_index_refuse_update; UPDATE ledger_index SET first_seq = first_seq + 1;");
        (await Halted(new Replica(_station))).ShouldContain("not those of the signed checkpoint");
    }

    [Fact]
    public async Task A_missing_key_is_not_replaced_by_a_new_one()
    {
        File.Delete(Path.Combine(_station.Folder, "ledger.key"));
        (await Halted(new Replica(_station))).ShouldContain("Restore it");
        File.Exists(Path.Combine(_station.Folder, "ledger.key")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_replica_with_another_key_sequences_nothing()
    {
        using var stranger = HandoffSaga.Ledger.NoteKeyFile.Create(
            Path.Combine(_station.Folder, "other.key"),
            Replica.Origin,
            HandoffSaga.Ledger.NoteKeyType.Ed25519
        );
        (await Halted(new Replica(_station, "elsewhere", keyFile: Path.Combine(_station.Folder, "other.key")))).ShouldContain(
            "another key"
        );
    }

    [Theory]
    [InlineData("ledger_index", "UPDATE ledger_index SET log_index = 99 WHERE log_index = 0")]
    [InlineData("ledger_index", "DELETE FROM ledger_index")]
    [InlineData("ledger_heads", "UPDATE ledger_heads SET size = 0")]
    [InlineData("ledger_heads", "DELETE FROM ledger_heads")]
    [InlineData("ledger_identity", "UPDATE ledger_identity SET origin = 'x'")]
    [InlineData("ledger_identity", "DELETE FROM ledger_identity")]
    public async Task The_store_itself_refuses_to_change_the_log(string table, string sql) =>
        (await Should.ThrowAsync<SqliteException>(() => Execute(sql))).Message.ShouldContain($"{table} is append-only");

    private static async Task<string> Halted(Replica replica)
    {
        using (replica)
            return (await Should.ThrowAsync<LedgerHaltedException>(() => replica.Log.Open(Cancellation))).Message;
    }

    // Readers keep their connections for the next one: to a file that is no longer there.
    private async Task Stop()
    {
        await _station.Stop();
        await using var connection = new SqliteConnection($"Data Source={_station.Database}");
        SqliteConnection.ClearPool(connection);
    }

    private async Task RemoveDatabase()
    {
        await Stop();
        foreach (var file in Directory.GetFiles(_station.Folder, "handoff.db*"))
            File.Delete(file);
    }

    private async Task HandOff(string packageId)
    {
        await _station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await _station.UntilComplete(packageId);
    }

    private async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_station.Database}");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
