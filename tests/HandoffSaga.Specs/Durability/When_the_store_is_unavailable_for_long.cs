using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.Durability;

public sealed class When_the_store_is_unavailable_for_long : IDisposable
{
    private static readonly TimeSpan AwayAfter = TimeSpan.FromSeconds(10);

    private readonly SettableClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(55));
    private readonly AbsentStore _database = new();
    private readonly StoreOutage _outage;
    private readonly RetryingStore _store;

    public When_the_store_is_unavailable_for_long()
    {
        _outage = new StoreOutage(new DurabilityOptions { StoreAwayAfter = AwayAfter }, _clock);
        _store = new RetryingStore(_database, _outage, _clock, NullLogger<RetryingStore>.Instance);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_is_done_until_somebody_finds_it_unavailable()
    {
        _outage.UntilProbe.ShouldBeNull();
        _outage.Circuit.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void A_short_outage_is_asked_about_when_it_would_be_a_long_one()
    {
        _outage.Unanswered("no route to the server");
        _clock.Advance(TimeSpan.FromSeconds(3));

        _outage.UntilProbe.ShouldBe(TimeSpan.FromSeconds(7));
        _outage.Circuit.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void It_is_a_long_one_only_by_an_answer_that_did_not_come()
    {
        _outage.Unanswered("no route to the server");
        _clock.Advance(AwayAfter);
        _outage.Circuit.State.ShouldBe(CircuitState.Closed);

        _outage.Unanswered("no route to the server");

        _outage.Circuit.State.ShouldBe(CircuitState.Open);
        _outage.UntilProbe.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void It_is_asked_less_and_less_often()
    {
        BecomesLong();
        var waits = new List<double>();
        for (var probe = 0; probe < 6; probe++)
        {
            var wait = _outage.UntilProbe!.Value;
            waits.Add(wait.TotalSeconds);
            _clock.Advance(wait);
            _outage.Probing();
            _outage.Unanswered("no route to the server");
        }

        waits.ShouldBe([1, 2, 4, 5, 5, 5]);
    }

    [Fact]
    public void Whoever_else_is_rejected_meanwhile_does_not_put_off_the_next_question()
    {
        BecomesLong();
        _clock.Advance(TimeSpan.FromMilliseconds(600));

        _outage.Unanswered("no route to the server");

        _outage.UntilProbe.ShouldBe(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public void Its_answer_closes_the_circuit()
    {
        BecomesLong();

        _outage.Answered();

        _outage.Circuit.State.ShouldBe(CircuitState.Closed);
        _outage.UntilProbe.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_waits_is_told_so_and_whoever_comes_later_at_once()
    {
        _database.IsUnavailable = true;
        var waiting = _store.CountOutbox(Ends).AsTask();
        _outage.UntilProbe.ShouldBe(AwayAfter);
        waiting.IsCompleted.ShouldBeFalse();

        await _outage.DeclareLong();

        await Should.ThrowAsync<StoreUnavailableException>(waiting.WaitAsync(TimeSpan.FromSeconds(30), Ends));
        var asked = _database.Asked;
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await _store.CountOutbox(Ends))).Message.ShouldContain(
            "no route to the server"
        );
        _database.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task It_lasts_from_the_first_rejection_to_the_next_answer()
    {
        _database.IsUnavailable = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));
        _clock.Advance(TimeSpan.FromSeconds(4));
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));
        _outage.UntilProbe.ShouldBe(TimeSpan.FromSeconds(6));

        _database.IsUnavailable = false;
        await _store.Ask(Ends);

        _outage.UntilProbe.ShouldBeNull();
        _outage.Begins(Ends).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Everybody_hears_of_its_return()
    {
        await _outage.DeclareLong();
        var back = ((IStoreAvailability)_outage).Back(Ends);
        back.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromHours(1));

        _outage.DeclareOver();

        await back.WaitAsync(TimeSpan.FromSeconds(30), Ends);
        _outage.OutageSince.ShouldBeNull();
        _outage.RestoredAt.ShouldBe(_clock.GetUtcNow());
        (await _store.CountOutbox(Ends)).ShouldBe(0);
    }

    [Fact]
    public async Task Its_return_is_as_long_ago_as_it_is_whatever_happens_to_the_clock()
    {
        await _outage.DeclareLong();
        _outage.DeclareOver();

        _clock.Set(TimeSpan.FromDays(-1));
        _clock.Advance(TimeSpan.FromMinutes(5));

        _outage.RestoredAt.ShouldBe(_clock.GetUtcNow() - TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_end_of_the_program_ends_the_wait_for_its_return()
    {
        await _outage.DeclareLong();
        var back = _outage.Back(Ends);

        await _outage.Close();

        await Should.ThrowAsync<StoreUnavailableException>(back.WaitAsync(TimeSpan.FromSeconds(30), Ends));
    }

    [Fact]
    public async Task After_the_end_of_the_program_nobody_is_told_that_it_is_back()
    {
        await _outage.Close();

        await Should.ThrowAsync<StoreUnavailableException>(() => _outage.Back(Ends));
    }

    public void Dispose()
    {
        _store.Dispose();
        _outage.Dispose();
    }

    private void BecomesLong()
    {
        _outage.Unanswered("no route to the server");
        _clock.Advance(AwayAfter);
        _outage.Unanswered("no route to the server");
    }

    private sealed class AbsentStore : IStore
    {
        public bool IsUnavailable { get; set; }

        public int Asked { get; private set; }

        public bool IsShared => true;

        public Task Open(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task Close() => Task.CompletedTask;

        public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken) =>
            Task.FromResult(Answer(CommitOutcome.Committed));

        public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
            new(Answer<StoredSaga?>(null));

        public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
            new(Answer<IReadOnlyList<StoredSaga>>([]));

        public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
            new(Answer<IReadOnlyList<object?>?>(null));

        public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
            new(Answer(new DueMessages([], null)));

        public Task<IReadOnlyList<OutgoingMessage>> Claim(
            IReadOnlyList<Guid> due,
            IReadOnlyList<Guid> inMemory,
            CancellationToken cancellationToken
        ) => Task.FromResult(Answer<IReadOnlyList<OutgoingMessage>>([]));

        public ValueTask<long> CountOutbox(CancellationToken cancellationToken) => new(Answer(0L));

        public Task Beat(int bytes, CancellationToken cancellationToken) => Task.FromResult(Answer(bytes));

        private T Answer<T>(T value)
        {
            Asked++;
            return IsUnavailable ? throw new StoreUnavailableException("no route to the server") : value;
        }
    }
}
