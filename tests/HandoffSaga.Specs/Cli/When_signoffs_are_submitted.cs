namespace HandoffSaga.Specs.Cli;

public sealed class When_signoffs_are_submitted : IAsyncLifetime
{
    private const string Accepted = """{"package_id":"PKG-1","outcome":"accepted"}""";

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _service.Answers("POST /signoffs", 202, Accepted);
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
        _prompt.Write("one.json", """{"package_id":"PKG-1"}""");
        _prompt.Write("two.json", """{"package_id":"PKG-2"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Fact]
    public async Task Each_file_goes_as_it_is_and_has_its_line()
    {
        var outcome = await _prompt.Types("submit", "one.json", "two.json");

        outcome.ExitCode.ShouldBe(0);
        outcome.Lines.ShouldBe(["one.json  accepted  PKG-1", "two.json  accepted  PKG-1"]);
        _service.Requests.Select(request => request.Body).ShouldBe(["""{"package_id":"PKG-1"}""", """{"package_id":"PKG-2"}"""]);
    }

    [Fact]
    public async Task A_dash_is_standard_input()
    {
        _prompt.Input = "{ }"u8.ToArray();

        (await _prompt.Types("submit", "-")).Output.ShouldBe("-  accepted  PKG-1\n");
        _service.Requests.ShouldHaveSingleItem().Body.ShouldBe("{ }");
    }

    [Theory]
    [InlineData(202, "accepted", 0)]
    [InlineData(200, "duplicate", 0)]
    [InlineData(409, "conflict", 5)]
    [InlineData(400, "refused", 1)]
    [InlineData(401, "refused", 1)]
    [InlineData(413, "refused", 1)]
    [InlineData(422, "refused", 1)]
    [InlineData(503, "failed", 1)]
    public async Task The_answer_decides_the_word_and_the_exit_code(int status, string word, int exitCode)
    {
        _service.Answers("POST /signoffs", status, """{"detail":"why"}""");

        var outcome = await _prompt.Types("submit", "one.json");

        outcome.Output.ShouldStartWith($"one.json  {word}  ");
        outcome.ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task A_rejection_names_everything_that_is_wrong()
    {
        _service.Answers(
            "POST /signoffs",
            422,
            """{"detail":"The signoff is refused.","errors":[{"path":"approvals","message":"at least one is needed"},{"path":"test_data","message":"is missing"}]}"""
        );

        (await _prompt.Types("submit", "one.json")).Lines.ShouldBe([
            "one.json  refused  The signoff is refused.",
            "  approvals: at least one is needed",
            "  test_data: is missing",
        ]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_does_not_hold_up_the_others()
    {
        var outcome = await _prompt.Types("submit", "missing.json", "one.json");

        outcome.ExitCode.ShouldBe(1);
        outcome.Lines[0].ShouldStartWith("missing.json  failed  ");
        outcome.Lines[1].ShouldBe("one.json  accepted  PKG-1");
    }

    [Fact]
    public async Task A_caller_without_the_token_is_not_allowed()
    {
        _service.Answers("POST /signoffs", 401, """{"detail":"A token is required."}""", wantsToken: true);

        (await _prompt.Types("submit", "one.json")).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task With_json_it_is_one_array_with_the_services_answers()
    {
        var outcome = await _prompt.Types("submit", "one.json", "missing.json", "--json");

        using var json = System.Text.Json.JsonDocument.Parse(outcome.Output);
        var (first, second) = (json.RootElement[0], json.RootElement[1]);
        first.GetProperty("result").GetString().ShouldBe("accepted");
        first.GetProperty("answer").GetRawText().ShouldBe(Accepted);
        second.GetProperty("result").GetString().ShouldBe("failed");
    }
}
