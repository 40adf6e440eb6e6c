namespace HandoffSaga.Specs.Cli;

public sealed class When_a_leg_is_closed_by_a_command : IAsyncLifetime
{
    private const string Answer =
        """{"package_id":"PKG-1","leg":"vault_hub","closed_at":"2025-06-01T15:02:11.000Z","closed_by":"J. Doe","reason":"the hub has it"}""";

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Fact]
    public async Task The_service_is_told_which_leg_why_and_who_and_says_how_it_is_closed()
    {
        _service.Answers("POST /transfers/PKG-1/close", 200, Answer);

        var outcome = await _prompt.Types("close", "PKG-1", "--leg", "vault_hub", "--reason", "the hub has it", "--by", "J. Doe");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldBe("PKG-1  vault_hub  closed by J. Doe at 2025-06-01T15:02:11.000Z: the hub has it\n");
        _service.Requests.ShouldHaveSingleItem().Body.ShouldBe("""{"leg":"vault_hub","reason":"the hub has it","requested_by":"J. Doe"}""");
    }

    [Fact]
    public async Task Who_is_the_user_of_the_process_unless_said_otherwise()
    {
        _service.Answers("POST /transfers/PKG-1/close", 200, Answer);

        var outcome = await _prompt.Types("close", "PKG-1", "--leg", "next_node", "--reason", "x", "--json");

        outcome.Output.ShouldBe(Answer + "\n");
        _service.Requests.ShouldHaveSingleItem().Body.ShouldContain("\"requested_by\":\"operator\"");
    }

    [Theory]
    [InlineData(404, 3)]
    [InlineData(409, 5)]
    public async Task A_rejection_has_its_exit_code(int status, int exitCode)
    {
        _service.Answers("POST /transfers/PKG-1/close", status, """{"detail":"No."}""");

        var outcome = await _prompt.Types("close", "PKG-1", "--leg", "vault_hub", "--reason", "x");

        (outcome.ExitCode, outcome.Error).ShouldBe((exitCode, "handoff: No.\n"));
    }

    [Theory]
    [InlineData("close", "--leg", "vault_hub", "--reason", "x")]
    [InlineData("close", "PKG-1", "--reason", "x")]
    [InlineData("close", "PKG-1", "--leg", "vault_hub")]
    [InlineData("close", "PKG-1", "--leg", "both", "--reason", "x")]
    public async Task Half_a_request_is_wrong_usage(params string[] arguments)
    {
        (await _prompt.Types(arguments)).ExitCode.ShouldBe(2);
        _service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_status_says_who_closed_a_leg_and_why()
    {
        _service.Answers(
            "GET /transfers/PKG-1",
            200,
            """
            {"package_id":"PKG-1","status":"closed","vault_status":"closed","next_node_status":"complete",
             "legs":{"vault_hub":{"status":"closed","attempts":1,"last_error":"HTTP 409","closed_at":"2025-06-01T15:02:11.000Z",
               "closed_by":"J. Doe","closed_reason":"the hub has it"},"next_node":{"status":"complete","attempts":1}}}
            """
        );

        (await _prompt.Types("status", "PKG-1")).Output.ShouldContain("by J. Doe, 2025-06-01T15:02:11.000Z: the hub has it, HTTP 409");
    }

    [Theory]
    [InlineData("escalated", "receipt:rejected")]
    [InlineData("escalated", "http:409")]
    public async Task The_status_of_what_a_hub_rejects_for_good_names_the_command(string status, string code)
    {
        GivenVaultLeg(status, code);

        var outcome = await _prompt.Types("status", "PKG-1");

        outcome.Output.ShouldContain("handoff close PKG-1 --leg vault_hub --reason");
        outcome.Output.ShouldNotContain("--leg next_node");
    }

    [Theory]
    [InlineData("escalated", "http:503")]
    [InlineData("retry_pending", "receipt:rejected")]
    public async Task No_other_status_does(string status, string code)
    {
        GivenVaultLeg(status, code);

        (await _prompt.Types("status", "PKG-1")).Output.ShouldNotContain("handoff close");
    }

    private void GivenVaultLeg(string status, string code) =>
        _service.Answers(
            "GET /transfers/PKG-1",
            200,
            $$"""
            {"package_id":"PKG-1","status":"{{status}}","vault_status":"{{status}}","next_node_status":"complete",
             "legs":{"vault_hub":{"status":"{{status}}","attempts":1,"last_error":"rejected","last_error_code":"{{code}}"},
                     "next_node":{"status":"complete","attempts":1} } }
            """
        );
}
