using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

public sealed class When_units_are_committed_in_groups(RealServers servers) : DurabilitySuite(new PostgresUnderTest(servers))
{
    private PostgresUnderTest Postgres => (PostgresUnderTest)Store;

    [Fact]
    public async Task What_queued_during_a_commit_goes_as_one_transaction()
    {
        await using var store = Postgres.Store();
        Task<CommitOutcome>[] queued;
        await using (await HeldUp(store))
        {
            queued = [.. Enumerable.Range(0, 20).Select(_ => store.Commit(Units.Note(Guid.NewGuid()), Ends))];
        }

        await Task.WhenAll(queued).Within();
        (await Transactions()).ShouldBe(1);
    }

    [Fact]
    public async Task No_group_is_larger_than_allowed()
    {
        await using var store = Postgres.Store(new DurabilityOptions { MaxGroup = 4 });
        Task<CommitOutcome>[] queued;
        await using (await HeldUp(store))
        {
            queued = [.. Enumerable.Range(0, 20).Select(_ => store.Commit(Units.Note(Guid.NewGuid()), Ends))];
        }

        await Task.WhenAll(queued).Within();
        (await Transactions()).ShouldBe(5);
    }

    [Fact]
    public async Task One_conflict_fails_no_other()
    {
        await using var store = Postgres.Store();
        var taken = Guid.NewGuid();
        await store.Commit(Units.Note(taken));
        Task<CommitOutcome>[] outcomes;
        await using (await HeldUp(store))
        {
            outcomes = [.. new[] { Guid.NewGuid(), taken, Guid.NewGuid() }.Select(note => store.Commit(Units.Note(note), Ends))];
        }

        (await Task.WhenAll(outcomes).Within()).ShouldBe([CommitOutcome.Committed, CommitOutcome.Conflict, CommitOutcome.Committed]);
    }

    [Fact]
    public async Task Those_whose_saga_was_changed_meanwhile_fail_and_the_others_still_go_together()
    {
        await using var store = Postgres.Store();
        var changed = new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() };
        foreach (var ticket in changed)
            await store.Commit(Units.Ticket(ticket, expected: 0), Ends);
        Task<CommitOutcome>[] outcomes;
        await using (await HeldUp(store))
        {
            outcomes =
            [
                .. Enumerable
                    .Range(0, 20)
                    .Select(n => store.Commit(Units.Ticket(n % 7 == 3 ? changed[n / 7] : Guid.NewGuid(), expected: n == 10 ? 5 : 0), Ends)),
            ];
        }

        (await Task.WhenAll(outcomes).Within())
            .Index()
            .Where(of => of.Item == CommitOutcome.Conflict)
            .Select(of => of.Index)
            .ShouldBe([3, 10, 17]);
        (await Transactions()).ShouldBe(1 + changed.Length);
    }

    [Fact]
    public async Task A_value_that_fits_no_column_fails_its_own_unit_alone()
    {
        await using var store = Postgres.Store();
        Task<CommitOutcome> wrong,
            right;
        await using (await HeldUp(store))
        {
            // Of the right kind, but no text PostgreSQL can hold.
            wrong = store.Commit(Units.With(Notes.Corrected.Row(Guid.NewGuid(), Guid.NewGuid(), "\0")), Ends);
            right = store.Commit(Units.Note(Guid.NewGuid()), Ends);
        }

        await Should.ThrowAsync<Npgsql.PostgresException>(() => wrong.Within());
        (await right.Within()).ShouldBe(CommitOutcome.Committed);
        Should.Throw<ArgumentException>(() =>
            store.Commit(Units.With(Notes.Corrected.Row(Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UnixEpoch)), Ends)
        );
    }

    [Fact]
    public async Task Units_that_touch_the_same_write_what_one_after_the_other_would_write()
    {
        await using var store = Postgres.Store();
        var (note, token) = (Guid.NewGuid(), Guid.NewGuid());
        Task<CommitOutcome>[] outcomes;
        await using (await HeldUp(store))
        {
            outcomes =
            [
                store.Commit(Units.Note(note), Ends),
                store.Commit(Units.With(Notes.Corrected.Row(note, Guid.Empty, "second")), Ends),
                store.Commit(Units.With(Notes.Corrected.Row(note, Guid.Empty, "third")), Ends),
                store.Commit(Scheduled(token), Ends),
                store.Commit(Cancelled(token), Ends),
            ];
        }

        (await Task.WhenAll(outcomes).Within()).ShouldAllBe(outcome => outcome == CommitOutcome.Committed);
        (await Postgres.Database.Ask<string>($"SELECT text FROM notes WHERE note_id = '{note}'")).ShouldBe("third");
        (await Store.Count("outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task A_row_that_stays_locked_delays_its_own_unit_only()
    {
        await using var store = Postgres.Store(settings: "Options=-c lock_timeout=200ms");
        var locked = Guid.NewGuid();
        await store.Commit(Units.Note(locked));
        await using var somebody = await Postgres.Database.Connect();
        await using var transaction = await somebody.BeginTransactionAsync(Ends);
        await using var update = somebody.CreateCommand();
        update.CommandText = $"UPDATE notes SET text = 'held' WHERE note_id = '{locked}'";
        await update.ExecuteNonQueryAsync(Ends);

        var waits = store.Commit(Units.With(Notes.Corrected.Row(locked, Guid.Empty, "waits")), Ends);
        var goes = store.Commit(Units.Note(Guid.NewGuid()), Ends);

        (await goes.Within()).ShouldBe(CommitOutcome.Committed);
        await Should.ThrowAsync<StoreUnavailableException>(() => waits.Within());
    }

    /// <summary>
    /// A commit that is held up until the result is disposed: its key is being written by somebody who has not committed.
    /// </summary>
    private async Task<IAsyncDisposable> HeldUp(PostgresStore store)
    {
        var key = Guid.NewGuid();
        var somebody = await Postgres.Database.Connect();
        var transaction = await somebody.BeginTransactionAsync(Ends);
        await using var insert = somebody.CreateCommand();
        insert.CommandText = $"INSERT INTO notes (note_id, ticket, text) VALUES ('{key}', '{key}', '')";
        await insert.ExecuteNonQueryAsync(Ends);
        var held = store.Commit(Units.Note(key), Ends);
        while (await Postgres.Database.Ask<long>("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0)
        {
            Ends.ThrowIfCancellationRequested();
        }

        return new Holding(async () =>
        {
            await transaction.RollbackAsync();
            await somebody.DisposeAsync();
            await held.Within();
            await Postgres.Database.Execute($"DELETE FROM notes WHERE note_id = '{key}'");
        });
    }

    /// <summary>Rows of one transaction carry its number.</summary>
    private Task<long> Transactions() => Postgres.Database.Ask<long>("SELECT count(DISTINCT xmin::text) FROM notes");

    private static UnitOfWork Scheduled(Guid token)
    {
        var unit = new UnitOfWork("spec");
        unit.Send(
            new OutgoingMessage
            {
                MessageId = Guid.NewGuid(),
                Token = token,
                Destination = "queue:work",
                ContentType = "application/json",
                Body = [],
                MessageType = "Work",
                Delay = TimeSpan.FromHours(1),
            }
        );
        return unit;
    }

    private static UnitOfWork Cancelled(Guid token)
    {
        var unit = new UnitOfWork("spec");
        unit.Cancel(token);
        return unit;
    }

    private sealed class Holding(Func<Task> letGo) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await letGo();
    }
}
