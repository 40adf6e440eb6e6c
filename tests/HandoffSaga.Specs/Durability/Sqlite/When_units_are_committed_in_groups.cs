using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Sqlite;

namespace HandoffSaga.Specs.Durability;

public sealed class When_units_are_committed_in_groups : IAsyncDisposable
{
    private readonly SqliteUnderTest _store = new();
    private readonly List<string> _applied = [];

    [Fact]
    public async Task What_queued_during_a_commit_goes_as_one_and_one_conflict_fails_no_other()
    {
        await _store.Create();
        using var writer = new SqliteWriter(_store.ConnectionString, mostInGroup: 512);
        writer.Start(new SqliteSession(_store.ConnectionString, SqliteSession.LargeCache));
        var taken = Guid.NewGuid();
        await Add(writer, taken).Outcome;

        // While one commit is held up, three more queue; the second of them cannot be written.
        using var heldUp = new HeldUp();
        writer.Add(heldUp);
        heldUp.Reached.Wait(TestContext.Current.CancellationToken);
        var (first, second, third) = (
            Add(writer, Guid.NewGuid(), "first"),
            Add(writer, taken, "second"),
            Add(writer, Guid.NewGuid(), "third")
        );
        heldUp.Go.Set();

        (await first.Outcome).ShouldBe(CommitOutcome.Committed);
        (await second.Outcome).ShouldBe(CommitOutcome.Conflict);
        (await third.Outcome).ShouldBe(CommitOutcome.Committed);
        (await _store.Count("notes")).ShouldBe(3);
        // Together up to the conflict, then each alone.
        _applied.ShouldBe(["first", "second", "first", "second", "third"]);
    }

    [Fact]
    public async Task No_group_is_larger_than_allowed()
    {
        await _store.Create();
        using var writer = new SqliteWriter(_store.ConnectionString, mostInGroup: 4);
        writer.Start(new SqliteSession(_store.ConnectionString, SqliteSession.LargeCache));
        using var heldUp = new HeldUp();
        writer.Add(heldUp);
        heldUp.Reached.Wait(TestContext.Current.CancellationToken);

        var writes = Enumerable.Range(0, 10).Select(_ => Add(writer, Guid.NewGuid())).ToList();
        heldUp.Go.Set();

        await Task.WhenAll(writes.Select(write => write.Outcome)).Within();
        (await _store.Count("notes")).ShouldBe(10);
    }

    [Fact]
    public async Task A_value_that_fits_no_column_fails_its_own_unit_alone()
    {
        await _store.Create();
        using var writer = new SqliteWriter(_store.ConnectionString, mostInGroup: 512);
        writer.Start(new SqliteSession(_store.ConnectionString, SqliteSession.LargeCache));
        var wrong = new UnitOfWork("spec");
        wrong.Add(Notes.Corrected.Row(Guid.NewGuid(), Guid.NewGuid(), DateTimeOffset.UnixEpoch));
        var write = new UnitWrite(wrong, new DueClock(TimeProvider.System), TimeSpan.FromSeconds(1));

        writer.Add(write);
        var next = Add(writer, Guid.NewGuid());

        await Should.ThrowAsync<ArgumentException>(() => write.Outcome.Within());
        (await next.Outcome.Within()).ShouldBe(CommitOutcome.Committed);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private UnitWrite Add(SqliteWriter writer, Guid note, string? name = null)
    {
        var unit = new UnitOfWork("spec");
        unit.Add(Notes.Row(note, Guid.Empty, "note", DateTimeOffset.UnixEpoch));
        var write = new UnitWrite(unit, new DueClock(TimeProvider.System), TimeSpan.FromSeconds(1));
        writer.Add(name is null ? write : new Watched(write, name, _applied));
        return write;
    }

    private sealed class Watched(SqliteWrite write, string name, List<string> applied) : SqliteWrite
    {
        public override string Message => write.Message;

        public override bool Apply(SqliteSession session)
        {
            applied.Add(name);
            return write.Apply(session);
        }

        public override void Committed() => write.Committed();

        public override void Rejected() => write.Rejected();

        public override void Failed(Exception failure) => write.Failed(failure);
    }

    /// <summary>A write that keeps its group's transaction open until it may go on.</summary>
    private sealed class HeldUp : SqliteWrite, IDisposable
    {
        public override string Message => "held up";

        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public override bool Apply(SqliteSession session)
        {
            Reached.Set();
            Go.Wait();
            return true;
        }

        public override void Committed() { }

        public override void Rejected() { }

        public override void Failed(Exception failure) { }

        public void Dispose()
        {
            Reached.Dispose();
            Go.Dispose();
        }
    }
}
