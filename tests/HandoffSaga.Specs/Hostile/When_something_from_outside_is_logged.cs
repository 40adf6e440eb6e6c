using HandoffSaga.Durability;
using HandoffSaga.Host.Station;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Hostile;

public sealed class When_something_from_outside_is_logged
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2025, 6, 1, 14, 2, 12, 480, TimeSpan.Zero));

    [Fact]
    public void An_event_is_one_line_with_time_level_and_source() =>
        Line("Listening on http://127.0.0.1:5080")
            .ShouldBe("2025-06-01T14:02:12.480Z info: HandoffSaga.Station[4] Listening on http://127.0.0.1:5080\n");

    [Fact]
    public void The_journal_has_the_time_itself() => Line("x", form => form.Journal = true).ShouldBe("<6>HandoffSaga.Station[4] x\n");

    [Fact]
    public void Only_the_level_has_a_colour() =>
        Line("\u001b[31mx", form => form.Colour = true)
            .ShouldBe("2025-06-01T14:02:12.480Z \u001b[38;5;28minfo\u001b[0m: HandoffSaga.Station[4] \\u001b[31mx\n");

    [Theory]
    [InlineData("a\nb", "a b")]
    [InlineData("a\r\nb", "a b")]
    [InlineData("a\u0085b", "a b")]
    [InlineData("a\u2028b", "a b")]
    [InlineData("\u001b[2J\u0007\u007f", "\\u001b[2J\\u0007\\u007f")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("\u202eevil\u2066", "\\u202eevil\\u2066")]
    [InlineData("\U000e0041", "\\udb40\\udc41")]
    [InlineData("Prüfung 😀", "Prüfung 😀")]
    public void Nothing_in_it_begins_another_line_or_steers_a_terminal(string text, string shown)
    {
        Line(text).ShouldEndWith($"] {shown}\n");
        Line("failed", exception: new InvalidOperationException(text)).ShouldContain(shown);
        Line("failed", exception: new InvalidOperationException(text)).Count(c => c == '\n').ShouldBe(1);
    }

    [Theory]
    [InlineData("MassTransit.ReceiveTransport")]
    [InlineData("MassTransit.Messages")]
    public void What_only_waits_for_the_store_is_not_reported_message_by_message(string category)
    {
        var waits = new OperationCanceledException("The message goes back to the broker.", new StoreUnavailableException("away"));

        Line("R-FAULT", exception: waits, category: category).ShouldBeEmpty();
        Line("R-FAULT", exception: new InvalidOperationException("a real fault"), category: category).ShouldContain("a real fault");
        Line("R-FAULT", category: category).ShouldContain("R-FAULT");
    }

    [Fact]
    public void What_the_program_itself_says_of_the_store_is_always_reported() =>
        Line("failed", exception: new StoreUnavailableException("away")).ShouldContain("failed away");

    [Fact]
    public void The_service_logs_by_it()
    {
        using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging(logging => StationLog.ToStandardError(logging, colour: false))
            .BuildServiceProvider();

        services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName.ShouldBe(LogLineFormatter.FormatterName);
        services.GetServices<ConsoleFormatter>().ShouldContain(formatter => formatter is LogLineFormatter);
    }

    private static string Line(
        string message,
        Action<LogLineOptions>? form = null,
        Exception? exception = null,
        string category = "HandoffSaga.Station"
    )
    {
        var options = new LogLineOptions();
        form?.Invoke(options);
        var written = new StringWriter();
        new LogLineFormatter(new Fixed(options), Clock).Write(
            new LogEntry<string>(LogLevel.Information, category, new EventId(4), message, exception, (state, _) => state),
            null,
            written
        );
        return written.ToString();
    }

    private sealed class Fixed(LogLineOptions options) : IOptionsMonitor<LogLineOptions>
    {
        public LogLineOptions CurrentValue => options;

        public LogLineOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<LogLineOptions, string?> listener) => null;
    }
}
