using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace HandoffSaga.Host.Station;

/// <summary>The service's log: one line for each event, on stderr, in the journal's form under systemd.</summary>
internal static class StationLog
{
    public static void ToStandardError(ILoggingBuilder logging, bool colour)
    {
        // The program reports a failed start in one line; the host would add a stack trace.
        logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("HandoffSaga", LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddConsole(console => console.FormatterName = LogLineFormatter.FormatterName);
        logging.AddConsoleFormatter<LogLineFormatter, LogLineOptions>(line =>
        {
            line.Journal = SystemdHelpers.IsSystemdService();
            line.Colour = colour;
        });
    }
}
