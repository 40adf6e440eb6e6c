using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.Hubs;

/// <summary>What a hub answered is a fact, whatever becomes of the delivery of the command it answers.</summary>
public sealed class When_the_write_of_an_answer_is_broken_off
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Availability _store = new();
    private readonly Queue<Exception> _failures = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _tries;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_the_broker_that_takes_the_command_back_it_is_written_nevertheless()
    {
        using var delivery = new CancellationTokenSource();
        await delivery.CancelAsync();
        _failures.Enqueue(new OperationCanceledException(delivery.Token));

        await Should.ThrowAsync<OperationCanceledException>(() => Answered(delivery.Token));

        await _written.Task.WaitAsync(Patience, Ends);
        _tries.ShouldBe(2);
    }

    [Fact]
    public async Task By_a_store_that_is_unavailable_for_long_it_is_written_when_the_store_is_back()
    {
        _store.GoesAway();
        _failures.Enqueue(new StoreUnavailableException("no route to the server"));

        await Should.ThrowAsync<StoreUnavailableException>(() => Answered(Ends));
        _tries.ShouldBe(1);
        _store.ComesBack();

        await _written.Task.WaitAsync(Patience, Ends);
        _tries.ShouldBe(2);
    }

    [Fact]
    public async Task By_a_store_that_is_back_a_moment_later_it_is_written_too()
    {
        _failures.Enqueue(new StoreUnavailableException("no route to the server"));

        await Should.ThrowAsync<StoreUnavailableException>(() => Answered(Ends));

        await _written.Task.WaitAsync(Patience, Ends);
    }

    [Fact]
    public async Task It_is_tried_until_the_store_takes_it()
    {
        for (var away = 0; away < 3; away++)
        {
            _failures.Enqueue(new StoreUnavailableException("no route to the server"));
        }

        await Should.ThrowAsync<StoreUnavailableException>(() => Answered(Ends));

        await _written.Task.WaitAsync(Patience, Ends);
        _tries.ShouldBe(4);
    }

    [Fact]
    public async Task By_a_fault_of_its_own_it_is_not_tried_again()
    {
        _store.GoesAway();
        _failures.Enqueue(new InvalidOperationException("no such column"));

        await Should.ThrowAsync<InvalidOperationException>(() => Answered(Ends));

        _store.Waiting.ShouldBe(0);
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_program_ends_the_tries()
    {
        _store.GoesAway();
        _failures.Enqueue(new StoreUnavailableException("no route to the server"));
        await Should.ThrowAsync<StoreUnavailableException>(() => Answered(Ends));
        _store.Waiting.ShouldBe(1);

        _store.ProgramEnds();

        _tries.ShouldBe(1);
    }

    private Task Answered(CancellationToken delivery) =>
        new PendingLegReplies(_store, NullLogger<PendingLegReplies>.Instance).Write(Write, delivery);

    private Task Write(CancellationToken cancellationToken)
    {
        _tries++;
        if (_failures.TryDequeue(out var failure))
        {
            return Task.FromException(failure);
        }

        _written.TrySetResult();
        return Task.CompletedTask;
    }

    private sealed class Availability : IStoreAvailability
    {
        private TaskCompletionSource? _back;

        public int Waiting { get; private set; }

        public DateTimeOffset? OutageSince => _back is null ? null : DateTimeOffset.UnixEpoch;

        public DateTimeOffset? RestoredAt => null;

        public bool EndsWaits => true;

        public void GoesAway() => _back = new();

        public void ComesBack()
        {
            var back = _back!;
            _back = null;
            back.SetResult();
        }

        public void ProgramEnds() => _back!.SetException(new StoreUnavailableException("The program stops while the store is away."));

        public Task Back(CancellationToken cancellationToken)
        {
            if (_back is null)
            {
                return Task.CompletedTask;
            }

            Waiting++;
            return _back.Task;
        }
    }
}
