using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

/// <summary>
/// The connection breaks during a commit. Whether there was one, the unit comes again, and must neither be lost nor happen twice.
/// </summary>
public sealed class When_an_answer_is_lost(RealServers servers) : DurabilitySuite(new PostgresUnderTest(servers))
{
    private PostgresUnderTest Postgres => (PostgresUnderTest)Store;

    [Fact]
    public async Task A_unit_that_was_committed_is_not_written_again()
    {
        await using var wire = Wire.To(Port);
        await using var store = Over(wire);
        await store.Commit(Units.Note(Guid.NewGuid()));
        var unit = Units.Message();

        // Given a commit whose answer never comes, and a message that another replica has sent and removed meanwhile
        var lost = store.Commit(unit, Ends);
        await wire.KeepAnswers().Within();
        wire.Cut();
        await Should.ThrowAsync<StoreUnavailableException>(() => lost.Within());
        (await Store.Count("outbox")).ShouldBe(1);
        await Postgres.Database.Execute("DELETE FROM outbox");

        // When the unit comes again
        (await store.Commit(unit)).ShouldBe(CommitOutcome.Committed);

        // Then its message does not
        (await Store.Count("outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task A_saga_that_was_committed_is_no_conflict_with_itself()
    {
        await using var wire = Wire.To(Port);
        await using var store = Over(wire);
        await store.Commit(Units.Note(Guid.NewGuid()));
        var note = Units.Note(Guid.NewGuid());

        var lost = store.Commit(note, Ends);
        await wire.KeepAnswers().Within();
        wire.Cut();
        await Should.ThrowAsync<StoreUnavailableException>(() => lost.Within());

        (await store.Commit(note)).ShouldBe(CommitOutcome.Committed);
        (await store.Commit(Units.With(note.Rows[0]))).ShouldBe(CommitOutcome.Conflict);
    }

    [Fact]
    public async Task A_unit_that_never_arrived_is_written()
    {
        await using var wire = Wire.To(Port);
        await using var store = Over(wire);
        await store.Commit(Units.Note(Guid.NewGuid()));
        var unit = Units.Message();

        var lost = store.Commit(unit, Ends);
        await wire.KeepRequests().Within();
        wire.Cut();
        await Should.ThrowAsync<StoreUnavailableException>(() => lost.Within());

        (await store.Commit(unit)).ShouldBe(CommitOutcome.Committed);
        (await Store.Count("outbox")).ShouldBe(1);
    }

    [Fact]
    public async Task A_unit_that_was_written_again_is_not_committed_when_it_arrives_late()
    {
        await using var wire = Wire.To(Port);
        await using var store = Over(wire);
        await store.Commit(Units.Note(Guid.NewGuid()));
        var unit = Units.Message();

        // Given a unit that got stuck on its way, was written again, and whose message was sent and removed
        var lost = store.Commit(unit, Ends);
        await wire.KeepRequests().Within();
        wire.Cut();
        await Should.ThrowAsync<StoreUnavailableException>(() => lost.Within());
        (await store.Commit(unit)).ShouldBe(CommitOutcome.Committed);
        await Postgres.Database.Execute("DELETE FROM outbox");

        // When the server gets to read the first one after all
        await wire.DeliverLate().Within();

        // Then it has been given up
        (await Store.Count("outbox")).ShouldBe(0);
        (await store.Commit(Units.Note(Guid.NewGuid()))).ShouldBe(CommitOutcome.Committed);
    }

    private int Port => new NpgsqlConnectionStringBuilder(Postgres.Database.ConnectionString).Port;

    private PostgresStore Over(Wire wire) => Postgres.Store(settings: $"Host=127.0.0.1;Port={wire.Port};SSL Mode=Disable;Pooling=true");
}
