namespace HandoffSaga.Specs.Cli;

public sealed class When_a_command_line_is_wrong : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Theory]
    [InlineData("PACKAGE is missing: The package id, as in the signoff.", "status")]
    [InlineData("FILE is missing: Signoffs as JSON files", "submit")]
    [InlineData("--reason needs a value (TEXT).", "redeliver", "PKG-1", "--leg", "vault_hub", "--reason")]
    [InlineData("--leg: ", "redeliver", "PKG-1", "--leg", "both", "--reason", "x")]
    [InlineData("--kind: ", "hub", "--kind", "cellar", "--port", "1", "--folder", "x")]
    [InlineData("--port: 'x' is not a port", "hub", "--kind", "vault", "--port", "x", "--folder", "x")]
    [InlineData("--limit: 'many' is not a whole number.", "list", "--limit", "many")]
    [InlineData("--from: 'soon' is not a time: write 1h", "list", "--from", "soon")]
    [InlineData("--status: ", "list", "--status", "lost")]
    [InlineData("PACKAGE: '..' is not a package id", "status", "..")]
    [InlineData(
        "--listen: 'everywhere' is not an IP address.",
        "hub",
        "--kind",
        "vault",
        "--port",
        "1",
        "--folder",
        "x",
        "--listen",
        "everywhere"
    )]
    public async Task The_error_names_the_argument(string told, params string[] arguments)
    {
        var outcome = await _prompt.Types(arguments);

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldStartWith("handoff: " + told);
    }

    [Theory]
    [InlineData("2025-06-02T14:00:00Z", "1h", "2025-06-02T13:00:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "2d", "2025-05-31T14:00:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "now", "2025-06-02T14:00:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "today", "2025-06-02T00:00:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "Yesterday", "2025-06-01T00:00:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "2025-06-01", "2025-06-01T00:00:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "2025-06-01 12:30", "2025-06-01T12:30:00Z")]
    [InlineData("2025-06-02T14:00:00Z", "2025-06-01T12:30:05.25", "2025-06-01T12:30:05.25Z")]
    [InlineData("2025-06-02T14:00:00Z", "2025-06-01T12:30:05+02:00", "2025-06-01T10:30:05Z")]
    public async Task A_time_is_taken_as_people_type_it(string now, string typed, string asked)
    {
        _prompt.Clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)
        );
        await using var service = await FakeService.Start();
        service.Answers($"GET /transfers?from={Uri.EscapeDataString(asked)}&to={Uri.EscapeDataString(asked)}", 200, """{"items":[]}""");

        var outcome = await _prompt.Types("list", "--since", typed, "--to", typed, "--url", service.Url);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1h")]
    [InlineData("2025-13-01")]
    [InlineData("12:30")]
    [InlineData("99999999d")]
    public async Task What_is_no_time_is_not_guessed(string typed) => (await _prompt.Types("list", "--from", typed)).ExitCode.ShouldBe(2);
}
