using System.Text.RegularExpressions;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_terminal_is_narrow : IAsyncLifetime
{
    private const int Columns = 80;

    private const string Long =
        "the hub said that it is out of order until somebody has looked at the door of the furnace on the left hand side";

    private readonly Prompt _prompt = new()
    {
        Terminal = true,
        Width = Columns,
        Clock = new FakeTimeProvider(new DateTimeOffset(2025, 6, 1, 14, 5, 12, TimeSpan.Zero)),
    };
    private FakeService _service = null!;

    public static TheoryData<string> Commands => [.. All(CommandTree.Build(new Prompt().CliContext(TextWriter.Null, TextWriter.Null)), "")];

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
        _prompt.Variables["NO_COLOR"] = "1";
        _service.Answers("GET /transfers/PKG", 200, Samples.Transfer.Replace("HTTP 503", Long));
        _service.Answers("GET /transfers/PKG/attempts", 200, Samples.Attempts.Replace("HTTP 503", Long));
        _service.Answers("GET /transfers/PKG/audit", 200, Samples.Audit.Replace("Authorized by Guardian", Long));
        _service.Answers("GET /transfers", 200, $$"""{"items":[{{Samples.Transfer}}],"total":1}""");
        _service.Answers(
            "GET /rejected",
            200,
            $$"""{"items":[{"package_id":"PKG-2025-001-LP-TEST1","source":"http","reason":"content","detail":"{{Long}}","received_at":"2025-06-01T14:02:12.480Z"}]}"""
        );
        const string hub =
            $$"""{"waiting":1,"escalated":1,"held":0,"oldest":"2025-06-01T14:02:12.480Z","next_attempt_at":"2025-06-01T14:07:12.480Z","last_success_at":"2025-06-01T14:02:12.480Z","last_error":"{{Long}}"}""";
        _service.Answers("GET /hubs", 200, $$"""{"vault_hub":{{hub}},"next_node":{{hub}}}""");
        _service.Answers(
            "GET /health/ready",
            200,
            $$"""{"status":"ready","checks":[{"name":"smart-ledger (http)","ok":true,"state":"warn","detail":"{{Long}}","what_to_do":"{{Long}}"}]}"""
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Theory]
    [InlineData("status", "PKG")]
    [InlineData("show", "PKG")]
    [InlineData("attempts", "PKG")]
    [InlineData("audit", "PKG")]
    [InlineData("list")]
    [InlineData("rejected")]
    [InlineData("hubs")]
    [InlineData("health")]
    public async Task A_table_fits_and_no_word_is_broken(params string[] command)
    {
        var narrow = await _prompt.Types(command);
        _prompt.Width = null;
        var wide = await _prompt.Types(command);

        narrow.ExitCode.ShouldBe(0, narrow.Error);
        narrow.Lines.ShouldAllBe(line => line.Length <= Columns);
        Words(narrow.Output).Order().ShouldBe(Words(wide.Output).Order());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_and_no_word_is_broken(string command)
    {
        string[] typed = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        var narrow = await _prompt.Types(typed);
        _prompt.Width = 10_000;
        var wide = await _prompt.Types(typed);

        narrow.Lines.ShouldAllBe(line => line.Length <= Columns || !line.TrimStart().Contains(' '), command);
        Words(narrow.Output.Replace("\\\n", "")).Order().ShouldBe(Words(wide.Output).Order());
    }

    [Fact]
    public async Task Elsewhere_a_row_stays_one_line()
    {
        _prompt.Terminal = false;

        (await _prompt.Types("rejected")).Lines.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("2025-06-01T14:05:12Z", "now")]
    [InlineData("2025-06-01T14:05:02.5Z", "9s ago")]
    [InlineData("2025-06-01T14:02:12.480Z", "2m ago")]
    [InlineData("2025-06-01T14:07:12.480Z", "in 2m")]
    [InlineData("2025-06-01T11:05:12Z", "3h ago")]
    [InlineData("2025-05-25T14:05:12Z", "7d ago")]
    [InlineData("2024-05-25T14:05:12Z", "2024-05-25")]
    [InlineData("2025-06-01T16:02:12+02:00", "3m ago")]
    [InlineData("soon", "soon")]
    [InlineData(null, "-")]
    public void A_time_is_how_long_ago_it_was(string? time, string shown) =>
        new ShownTimes(exact: false, _prompt.Clock).Of(time).ShouldBe(shown);

    [Fact]
    public async Task Exact_times_are_one_option_away()
    {
        string.Join(' ', Words((await _prompt.Types("status", "PKG")).Output)).ShouldContain("next attempt in 2m");
        (await _prompt.Types("status", "PKG", "--utc")).Output.ShouldContain("2025-06-01T14:07:12.480Z");
        _prompt.Terminal = false;
        (await _prompt.Types("status", "PKG")).Output.ShouldContain("2025-06-01T14:07:12.480Z");
    }

    [Theory]
    [InlineData(StyledText.Green)]
    [InlineData(StyledText.Orange)]
    [InlineData(StyledText.Red)]
    [InlineData(StyledText.Grey)]
    public void A_colour_can_be_read_on_black_and_on_white(int number)
    {
        var colour = Color.FromInt32(number);
        var luminance = (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

        ((luminance + 0.05) / 0.05).ShouldBeGreaterThan(3.8);
        (1.05 / (luminance + 0.05)).ShouldBeGreaterThan(3.8);

        static double Linear(byte part) =>
            part / 255.0 is > 0.04045 and var high ? Math.Pow((high + 0.055) / 1.055, 2.4) : part / 255.0 / 12.92;
    }

    [Fact]
    public void Every_tone_has_one_of_them()
    {
        int[] readable = [StyledText.Green, StyledText.Orange, StyledText.Red, StyledText.Grey];
        foreach (var tone in Enum.GetValues<Tone>())
        {
            var colour = new StyledText("x", tone).Style.Foreground;
            (colour == Color.Default || readable.Any(number => Color.FromInt32(number) == colour)).ShouldBeTrue($"{tone}");
        }
    }

    private static string[] Words(string text) => Regex.Split(text.Trim(), @"\s+");

    private static IEnumerable<string> All(System.CommandLine.Command command, string path) =>
        command.Subcommands.SelectMany(sub => All(sub, $"{path} {sub.Name}".Trim())).Prepend(path);
}
