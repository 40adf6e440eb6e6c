namespace HandoffSaga.Specs.Cli;

public sealed class When_a_person_looks : IAsyncLifetime
{
    private const string Escape = "\u001b[";

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _service.Answers($"GET /transfers/{Samples.Package}", 200, Samples.Transfer);
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Fact]
    public async Task A_terminal_gets_colour()
    {
        _prompt.Terminal = true;

        (await _prompt.Types("status", Samples.Package)).Output.ShouldContain(Escape);
    }

    [Theory]
    [InlineData(true, "NO_COLOR", "1")]
    [InlineData(true, "TERM", "dumb")]
    [InlineData(false, "TERM", "xterm")]
    public async Task Nothing_else_does(bool terminal, string variable, string value)
    {
        _prompt.Terminal = terminal;
        _prompt.Variables[variable] = value;

        (await _prompt.Types("status", Samples.Package)).Output.ShouldNotContain(Escape);
    }

    [Fact]
    public async Task The_words_are_the_same_with_colour_and_without()
    {
        var plain = await _prompt.Types("status", Samples.Package, "--utc");
        _prompt.Terminal = true;
        var coloured = await _prompt.Types("status", Samples.Package, "--utc");

        System.Text.RegularExpressions.Regex.Replace(coloured.Output, "\u001b\\[[0-9;]*m", "").ShouldBe(plain.Output);
    }
}
