using System.Collections.Concurrent;

namespace HandoffSaga.Demo.Story;

/// <summary>Keeps the station's warnings back; a demo that fails shows them.</summary>
internal sealed class DemoLog : ILoggerProvider
{
    private const int Kept = 20;

    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Keeper(_lines);

    public void Dispose() { }

    private sealed class Keeper(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            lines.Enqueue(
                $"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}")}"
            );
            while (lines.Count > Kept)
                lines.TryDequeue(out _);
        }
    }
}
