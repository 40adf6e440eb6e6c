using HandoffSaga.Durability;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Durability;

public sealed class When_the_heartbeat_is_asked_for : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedStore _database = new();
    private readonly StoreOutage _outage;
    private readonly RetryingStore _store;
    private readonly StoreHeartbeat _heartbeat;

    public When_the_heartbeat_is_asked_for()
    {
        _outage = new StoreOutage(new DurabilityOptions(), _clock);
        _store = new RetryingStore(_database, _outage, _clock, NullLogger<RetryingStore>.Instance);
        _heartbeat = new StoreHeartbeat(_store, _outage, _clock);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_a_write()
    {
        await _heartbeat.Beat(Ends);

        _database.Beats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task There_is_no_more_than_one_a_second()
    {
        for (var asked = 0; asked < 10; asked++)
        {
            await _heartbeat.Beat(Ends);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        _database.Beats.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_failed_one_is_told_to_all_who_ask_within_a_second()
    {
        _database.WritesFail = _ => "read-only";
        await Should.ThrowAsync<StoreUnavailableException>(() => _heartbeat.Beat(Ends));
        await Should.ThrowAsync<StoreUnavailableException>(() => _heartbeat.Beat(Ends));
        _database.Beats.Count.ShouldBe(1);

        _database.WritesFail = _ => null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _heartbeat.Beat(Ends);

        _database.Beats.Count.ShouldBe(2);
        _outage.IsUnavailable.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_just_committed_says_as_much()
    {
        await _store.Commit(new UnitOfWork("spec"), Ends);

        await _heartbeat.Beat(Ends);

        _database.Beats.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_committed_just_before_the_outage_says_nothing()
    {
        await _store.Commit(new UnitOfWork("spec"), Ends);
        _outage.Unanswered("read-only", StoreProof.Write(0));
        _database.WritesFail = _ => "read-only";

        await Should.ThrowAsync<StoreUnavailableException>(() => _heartbeat.Beat(Ends));
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_and_not_joined_by_others()
    {
        var hangs = new TaskCompletionSource();
        _database.Answers = hangs.Task;
        for (var asked = 0; asked < 3; asked++)
        {
            var beat = _heartbeat.Beat(Ends);
            _clock.Advance(RetryingStore.ProbeTime);
            (await Should.ThrowAsync<StoreUnavailableException>(beat.WaitAsync(TimeSpan.FromSeconds(30), Ends))).Message.ShouldContain(
                "has not answered a write"
            );
        }

        _outage.IsUnavailable.ShouldBeTrue();
        _database.Beats.Count.ShouldBe(1);

        hangs.SetResult();
        await _heartbeat.Beat(Ends).WaitAsync(TimeSpan.FromSeconds(30), Ends);

        _outage.IsUnavailable.ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_does_not_want_to_wait_does_not_end_it_for_the_others()
    {
        var answer = new TaskCompletionSource();
        _database.Answers = answer.Task;
        using var impatient = new CancellationTokenSource();
        var one = _heartbeat.Beat(impatient.Token);
        var other = _heartbeat.Beat(Ends);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(one);
        answer.SetResult();
        await other.WaitAsync(TimeSpan.FromSeconds(30), Ends);
    }

    public void Dispose()
    {
        _store.Dispose();
        _outage.Dispose();
    }
}
