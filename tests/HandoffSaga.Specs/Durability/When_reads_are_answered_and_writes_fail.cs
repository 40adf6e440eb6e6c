using HandoffSaga.Durability;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Durability;

/// <summary>A server that turned read-only after a failover, a full disk, a damaged file.</summary>
public sealed class When_reads_are_answered_and_writes_fail : IDisposable
{
    private const string ReadOnly = "cannot execute INSERT in a read-only transaction";
    private static readonly TimeSpan AwayAfter = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedStore _database = new();
    private readonly StoreOutage _outage;
    private readonly RetryingStore _store;

    public When_reads_are_answered_and_writes_fail()
    {
        _outage = new StoreOutage(new DurabilityOptions { StoreAwayAfter = AwayAfter }, _clock);
        _store = new RetryingStore(_database, _outage, _clock, NullLogger<RetryingStore>.Instance);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answered_read_does_not_end_the_outage()
    {
        _database.WritesFail = _ => ReadOnly;
        var waiting = _store.Commit(Unit(bytes: 100), Ends);

        await _store.CountOutbox(Ends);
        await _store.Claim([Guid.NewGuid()], [], Ends);

        _outage.IsUnavailable.ShouldBeTrue();
        _outage.Reason.ShouldBe(ReadOnly);
        _outage.UntilProbe.ShouldBe(AwayAfter);
        await Recovers(waiting);
    }

    [Fact]
    public async Task It_is_a_long_one_when_a_write_still_fails_after_so_long()
    {
        _database.WritesFail = _ => ReadOnly;
        var waiting = _store.Commit(Unit(bytes: 100), Ends);
        _clock.Advance(AwayAfter);
        await _store.CountOutbox(Ends);

        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));

        _outage.Circuit.State.ShouldBe(CircuitState.Open);
        await Recovers(waiting);
    }

    [Fact]
    public async Task The_write_that_waited_ends_it_when_it_is_committed()
    {
        _database.WritesFail = _ => ReadOnly;
        var waiting = _store.Commit(Unit(bytes: 100), Ends);

        await Recovers(waiting);

        _outage.IsUnavailable.ShouldBeFalse();
    }

    [Fact]
    public async Task A_disk_that_still_has_room_for_little_is_full()
    {
        _database.WritesFail = bytes => bytes > 1000 ? "database or disk is full" : null;
        var waiting = _store.Commit(Unit(bytes: 200_000), Ends);

        await _store.Commit(Unit(bytes: 10), Ends);
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));

        _outage.IsUnavailable.ShouldBeTrue();
        _database.Beats.ShouldHaveSingleItem().ShouldBeGreaterThan(200_000, "other pages than those of its bytes need room too");
        await Recovers(waiting);
    }

    [Fact]
    public async Task A_probe_is_a_small_write_when_nothing_failed()
    {
        await _store.Ask(Ends);

        _database.Beats.ShouldBe([0]);
    }

    [Fact]
    public async Task A_failed_read_is_made_up_for_by_a_read()
    {
        _database.ReadsFail = "connection reset";
        var waiting = _store.CountOutbox(Ends).AsTask();
        _outage.IsUnavailable.ShouldBeTrue();

        _database.ReadsFail = null;
        await _store.LoadSagas(null!, Ends);

        _outage.IsUnavailable.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Ends);
    }

    [Fact]
    public async Task It_is_reported_once_and_how_many_met_it()
    {
        var told = new TellingLogger();
        using var store = new RetryingStore(_database, _outage, _clock, told);
        _database.WritesFail = _ => ReadOnly;
        Task[] waiting = [store.Commit(Unit(bytes: 1), Ends), store.Commit(Unit(bytes: 1), Ends), store.Commit(Unit(bytes: 1), Ends)];
        _clock.Advance(TimeSpan.FromSeconds(5));

        await Recovers(waiting);

        told.Lines.Count.ShouldBe(2);
        told.Lines[0].ShouldContain(ReadOnly);
        told.Lines[1].ShouldContain("3 requests and messages");
    }

    [Fact]
    public async Task Nothing_waits_for_a_damaged_file_and_nothing_makes_it_whole()
    {
        _database.IsDamaged = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Commit(Unit(bytes: 1), Ends));

        _outage.Circuit.State.ShouldBe(CircuitState.Open);
        _database.IsDamaged = false;
        await _store.Commit(Unit(bytes: 1), Ends);
        await _store.CountOutbox(Ends);
        (await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends))).Message.ShouldBe("the file is damaged");

        _outage.IsUnavailable.ShouldBeTrue();
        _database.Beats.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_would_go_on_after_an_outage_waits_for_a_damaged_file_too()
    {
        await _outage.DeclareLong();
        _outage.DeclareOver();
        _database.IsDamaged = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Commit(Unit(bytes: 1), Ends));

        var before = _outage.Back(Ends);
        before.IsCompleted.ShouldBeFalse();

        await _outage.DeclareLong();
        _outage.DeclareOver();
        await before.WaitAsync(TimeSpan.FromSeconds(30), Ends);
    }

    [Fact]
    public async Task Where_nothing_can_be_given_back_what_waits_goes_on_waiting()
    {
        var outage = new StoreOutage(new DurabilityOptions { StoreAwayAfter = AwayAfter }, _clock) { EndsWaits = false };
        using var store = new RetryingStore(_database, outage, _clock, NullLogger<RetryingStore>.Instance);
        _database.WritesFail = _ => ReadOnly;
        var waiting = store.Commit(Unit(bytes: 1), Ends);

        await outage.DeclareLong();

        waiting.IsCompleted.ShouldBeFalse();
        outage.OutageSince.ShouldBe(_clock.GetUtcNow());
        await Recovers(waiting);
        outage.OutageSince.ShouldBeNull("new work is taken as soon as a write is committed");
    }

    [Fact]
    public async Task Whoever_acts_on_it_hears_at_once_that_it_is_over()
    {
        _database.WritesFail = _ => ReadOnly;
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));
        var ends = _outage.EndsWithin(AwayAfter, Ends);
        ends.IsCompleted.ShouldBeFalse();

        _database.WritesFail = _ => null;
        await _store.Ask(Ends);

        (await ends.WaitAsync(TimeSpan.FromSeconds(30), Ends)).ShouldBeTrue();
    }

    public void Dispose()
    {
        _store.Dispose();
        _outage.Dispose();
    }

    private async Task Recovers(params Task[] waiting)
    {
        _database.WritesFail = _ => null;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30), Ends);
    }

    private static UnitOfWork Unit(int bytes)
    {
        var unit = new UnitOfWork("spec");
        unit.Send(
            new OutgoingMessage
            {
                MessageId = Guid.NewGuid(),
                Destination = "queue:spec",
                ContentType = "application/json",
                Body = new byte[bytes],
                MessageType = "Spec",
            }
        );
        return unit;
    }

    private sealed class TellingLogger : Microsoft.Extensions.Logging.ILogger<RetryingStore>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel,
            Microsoft.Extensions.Logging.EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));
    }
}
