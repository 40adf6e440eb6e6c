namespace HandoffSaga.Specs.Cli;

public sealed class When_health_is_looked_at : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task A_ready_service_is_exit_code_0()
    {
        await using var service = await Answering(200, """{"status":"ready","checks":[{"name":"store","ok":true,"detail":null}]}""");

        var outcome = await _prompt.Types("health", "--url", service.Url);

        outcome.ExitCode.ShouldBe(0);
        outcome.Lines.ShouldBe(["ready", "  store  ok"]);
    }

    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task A_service_that_is_not_ready_is_exit_code_1_and_says_why(params string[] options)
    {
        await using var service = await Answering(
            503,
            """{"status":"not_ready","checks":[{"name":"store","ok":true,"detail":null},{"name":"bus","ok":false,"detail":"the broker is away"}]}"""
        );

        var outcome = await _prompt.Types(["health", "--url", service.Url, .. options]);

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain("not_ready");
        outcome.Output.ShouldContain("the broker is away");
    }

    [Fact]
    public async Task Warnings_are_exit_code_0_and_say_what_to_do()
    {
        await using var service = await Answering(
            200,
            """
            {"status":"ready","state":"warn","checks":[
              {"name":"store","ok":true,"detail":null,"state":"ok","what_to_do":null},
              {"name":"ledger","ok":true,"detail":"HALTED: nothing is signed","state":"warn","what_to_do":"Read the log."}]}
            """
        );

        var outcome = await _prompt.Types("health", "--url", service.Url);

        outcome.ExitCode.ShouldBe(0);
        outcome.Lines.ShouldBe([
            "ready, with 1 warning",
            "  store   ok",
            "  ledger  warn  HALTED: nothing is signed",
            "                Read the log.",
        ]);
    }

    [Fact]
    public async Task The_help_says_which_word_has_which_exit_code()
    {
        var help = (await _prompt.Types("health", "--help")).Output;

        string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ShouldContain("Exit code 0 when the service is ready, with warnings or without; 1 when it is not");
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(503, "upstream connect error")]
    [InlineData(404, "")]
    public async Task Whatever_else_answers_is_not_ready(int status, string body)
    {
        await using var service = await Answering(status, body);

        var outcome = await _prompt.Types("health", "--url", service.Url);

        outcome.ExitCode.ShouldNotBe(0);
        outcome.Output.ShouldBeEmpty();
    }

    private static async Task<FakeService> Answering(int status, string body) =>
        (await FakeService.Start()).Answers("GET /health/ready", status, body);
}
