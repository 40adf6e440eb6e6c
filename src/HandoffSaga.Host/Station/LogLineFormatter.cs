using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability;
using HandoffSaga.Texts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace HandoffSaga.Host.Station;

/// <summary>The options of log lines.</summary>
internal sealed class LogLineOptions : ConsoleFormatterOptions
{
    /// <summary>Writes for the journal, which adds the time itself and reads the level from a number prefix.</summary>
    public bool Journal { get; set; }

    public bool Colour { get; set; }
}

/// <summary>
/// Writes each event as exactly one line. Names, paths and errors come from outside, and nothing in them may begin another line or control
/// a terminal.
/// </summary>
internal sealed class LogLineFormatter(IOptionsMonitor<LogLineOptions> options, TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "handoff";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (IsRepeatedOutage(logEntry.Category, logEntry.Exception))
            return;
        var form = options.CurrentValue;
        var (name, priority, colour) = Level(logEntry.LogLevel);
        if (form.Journal)
        {
            textWriter.Write($"<{priority}>");
        }
        else
        {
            textWriter.Write(
                $"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {(form.Colour ? $"\u001b[38;5;{colour}m{name}\u001b[0m" : name)}: "
            );
        }

        textWriter.Write($"{logEntry.Category}[{logEntry.EventId.Id}] ");
        textWriter.Write(OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
            textWriter.Write($" {OneLine(IsStoreOutage(exception) ? exception.Message : exception.ToString())}");
        textWriter.Write('\n');
    }

    /// <summary>
    /// Whether the bus reports a message that only waits for the store, or a connection that the broker does not give. Each endpoint does,
    /// several times; the outage is logged once, the store's with a count at its end.
    /// </summary>
    private static bool IsRepeatedOutage(string category, Exception? exception) =>
        exception is not null
        && category.StartsWith("MassTransit", StringComparison.Ordinal)
        && (IsStoreOutage(exception) || exception.GetBaseException() is BrokerAwayException);

    /// <summary>
    /// Whether the cause is a store outage. Then every operation fails with the same reason, and their stack traces help nobody.
    /// </summary>
    private static bool IsStoreOutage(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is StoreUnavailableException)
                return true;
        }

        return false;
    }

    private static string OneLine(string text) => PrintableText.Escape(text.ReplaceLineEndings(" "));

    private static (string Name, int Priority, int Colour) Level(LogLevel level) =>
        level switch
        {
            LogLevel.Critical => ("crit", 2, StyledText.Red),
            LogLevel.Error => ("fail", 3, StyledText.Red),
            LogLevel.Warning => ("warn", 4, StyledText.Orange),
            LogLevel.Information => ("info", 6, StyledText.Green),
            _ => ("dbug", 7, StyledText.Grey),
        };
}
