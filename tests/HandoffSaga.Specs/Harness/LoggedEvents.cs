using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.Harness;

/// <summary>Keeps every line that any part of a program logs.</summary>
internal sealed class LoggedEvents : ILoggerProvider
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Line)> _events = new();

    public IEnumerable<string> Lines(int id) => _events.Where(logged => logged.Id == id).Select(logged => logged.Line);

    public IEnumerable<(int Id, LogLevel Level, string Line)> All => _events;

    public ILogger CreateLogger(string categoryName) => new Category(_events);

    public void Dispose() { }

    private sealed class Category(ConcurrentQueue<(int, LogLevel, string)> events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => events.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
    }
}
