using HandoffSaga.Durability;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Durability;

public sealed class When_a_damaged_store_is_found : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedStore _database = new() { IsDamaged = true };
    private readonly DurabilityOptions _options = new();
    private readonly StoreOutage _outage;
    private readonly RetryingStore _store;

    public When_a_damaged_store_is_found()
    {
        _outage = new StoreOutage(_options, _clock) { EndsWaits = false };
        _store = new RetryingStore(_database, _outage, _clock, NullLogger<RetryingStore>.Instance);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signoffs_are_rejected_at_once_and_nobody_is_told_that_it_goes_on_by_itself()
    {
        // Given the monitor of a station at work
        var said = new FirstLine();
        using var monitor = new StoreOutageMonitor(_store, _outage, _options, _clock, said);
        await monitor.StartAsync(Ends);

        // When a write finds the file damaged
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Commit(new UnitOfWork("spec"), Ends));

        // Then a person is called, without waiting for Store:AwayAfter
        var line = await said.Line.WaitAsync(TimeSpan.FromSeconds(30), Ends);
        line.ShouldContain("the file is damaged");
        line.ShouldContain("until a person acts");
        line.ShouldNotContain("automatically");
        await monitor.StopAsync(Ends);
        _outage.OutageSince.ShouldBe(_clock.GetUtcNow());
    }

    public void Dispose()
    {
        _store.Dispose();
        _outage.Dispose();
    }

    private sealed class FirstLine : ILogger<StoreOutageMonitor>
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _line.TrySetResult(formatter(state, exception));
    }
}
