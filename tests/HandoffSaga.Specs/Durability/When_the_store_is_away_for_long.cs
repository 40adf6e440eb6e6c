using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.Durability;

public sealed class When_the_store_is_away_for_long : IDisposable
{
    private static readonly TimeSpan AwayAfter = TimeSpan.FromSeconds(10);

    private readonly SettableClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(55));
    private readonly AbsentStore _database = new();
    private readonly StoreOutage _absence;
    private readonly RetryingStore _store;

    public When_the_store_is_away_for_long()
    {
        _absence = new StoreOutage(new DurabilityOptions { StoreAwayAfter = AwayAfter }, _clock);
        _store = new RetryingStore(_database, _absence, _clock, NullLogger<RetryingStore>.Instance);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_is_done_until_somebody_finds_it_away()
    {
        _absence.UntilProbe.ShouldBeNull();
        _absence.Circuit.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void A_short_absence_is_asked_about_when_it_would_be_a_long_one()
    {
        _absence.Unanswered("no route to the server");
        _clock.Advance(TimeSpan.FromSeconds(3));

        _absence.UntilProbe.ShouldBe(TimeSpan.FromSeconds(7));
        _absence.Circuit.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void It_is_a_long_one_only_by_an_answer_that_did_not_come()
    {
        _absence.Unanswered("no route to the server");
        _clock.Advance(AwayAfter);
        _absence.Circuit.State.ShouldBe(CircuitState.Closed);

        _absence.Unanswered("no route to the server");

        _absence.Circuit.State.ShouldBe(CircuitState.Open);
        _absence.UntilProbe.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void It_is_asked_less_and_less_often()
    {
        BecomesLong();
        var waits = new List<double>();
        for (var probe = 0; probe < 6; probe++)
        {
            var wait = _absence.UntilProbe!.Value;
            waits.Add(wait.TotalSeconds);
            _clock.Advance(wait);
            _absence.Probing();
            _absence.Unanswered("no route to the server");
        }

        waits.ShouldBe([1, 2, 4, 5, 5, 5]);
    }

    [Fact]
    public void Whoever_else_is_refused_meanwhile_does_not_put_off_the_next_question()
    {
        BecomesLong();
        _clock.Advance(TimeSpan.FromMilliseconds(600));

        _absence.Unanswered("no route to the server");

        _absence.UntilProbe.ShouldBe(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public void Its_answer_closes_the_circuit()
    {
        BecomesLong();

        _absence.Answered();

        _absence.Circuit.State.ShouldBe(CircuitState.Closed);
        _absence.UntilProbe.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_waits_is_told_so_and_whoever_comes_later_at_once()
    {
        _database.IsAway = true;
        var waiting = _store.CountOutbox(Ends).AsTask();
        _absence.UntilProbe.ShouldBe(AwayAfter);
        waiting.IsCompleted.ShouldBeFalse();

        await _absence.CallLong();

        await Should.ThrowAsync<StoreUnavailableException>(waiting.WaitAsync(TimeSpan.FromSeconds(30), Ends));
        var asked = _database.Asked;
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await _store.CountOutbox(Ends))).Message.ShouldContain(
            "no route to the server"
        );
        _database.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task It_lasts_from_the_first_refusal_to_the_next_answer()
    {
        _database.IsAway = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));
        _clock.Advance(TimeSpan.FromSeconds(4));
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Ask(Ends));
        _absence.UntilProbe.ShouldBe(TimeSpan.FromSeconds(6));

        _database.IsAway = false;
        await _store.Ask(Ends);

        _absence.UntilProbe.ShouldBeNull();
        _absence.Begins(Ends).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Everybody_hears_of_its_return()
    {
        await _absence.CallLong();
        var back = ((IStorePresence)_absence).Back(Ends);
        back.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromHours(1));

        _absence.CallOver();

        await back.WaitAsync(TimeSpan.FromSeconds(30), Ends);
        _absence.AwaySince.ShouldBeNull();
        _absence.BackSince.ShouldBe(_clock.GetUtcNow());
        (await _store.CountOutbox(Ends)).ShouldBe(0);
    }

    [Fact]
    public async Task Its_return_is_as_long_ago_as_it_is_whatever_happens_to_the_clock()
    {
        await _absence.CallLong();
        _absence.CallOver();

        _clock.Set(TimeSpan.FromDays(-1));
        _clock.Advance(TimeSpan.FromMinutes(5));

        _absence.BackSince.ShouldBe(_clock.GetUtcNow() - TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_end_of_the_program_ends_the_wait_for_its_return()
    {
        await _absence.CallLong();
        var back = _absence.Back(Ends);

        await _absence.Close();

        await Should.ThrowAsync<StoreUnavailableException>(back.WaitAsync(TimeSpan.FromSeconds(30), Ends));
    }

    [Fact]
    public async Task After_the_end_of_the_program_nobody_is_told_that_it_is_back()
    {
        await _absence.Close();

        await Should.ThrowAsync<StoreUnavailableException>(() => _absence.Back(Ends));
    }

    public void Dispose()
    {
        _store.Dispose();
        _absence.Dispose();
    }

    private void BecomesLong()
    {
        _absence.Unanswered("no route to the server");
        _clock.Advance(AwayAfter);
        _absence.Unanswered("no route to the server");
    }

    private sealed class AbsentStore : IStore
    {
        public bool IsAway { get; set; }

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

        private T Answer<T>(T value)
        {
            Asked++;
            return IsAway ? throw new StoreUnavailableException("no route to the server") : value;
        }
    }
}
