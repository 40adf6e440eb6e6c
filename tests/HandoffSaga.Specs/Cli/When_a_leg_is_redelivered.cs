namespace HandoffSaga.Specs.Cli;

public sealed class When_a_leg_is_redelivered : IAsyncLifetime
{
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
    public async Task The_service_is_told_which_leg_why_and_who()
    {
        _service.Answers("POST /transfers/PKG-1/redeliver", 202, "{}");

        var outcome = await _prompt.Types("redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "hub is back", "--by", "J. Doe");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldBe("PKG-1  vault_hub  requested\n");
        _service.Requests.ShouldHaveSingleItem().Body.ShouldBe("""{"leg":"vault_hub","reason":"hub is back","requested_by":"J. Doe"}""");
    }

    [Fact]
    public async Task A_leg_that_waited_shows_when_it_would_have_come()
    {
        _service.Answers(
            "POST /transfers/PKG-1/redeliver",
            202,
            """{"package_id":"PKG-1","leg":"vault_hub","instead_of":"2025-06-01T15:02:11.000Z"}"""
        );

        var outcome = await _prompt.Types("redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "clock");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldBe("PKG-1  vault_hub  requested, now instead of at 2025-06-01T15:02:11.000Z\n");
    }

    [Fact]
    public async Task Who_is_the_user_of_the_process_unless_said_otherwise()
    {
        _service.Answers("POST /transfers/PKG-1/redeliver", 202, "{}");

        await _prompt.Types("redeliver", "PKG-1", "--leg", "next_node", "--reason", "x");

        _service.Requests.ShouldHaveSingleItem().Body.ShouldContain("\"requested_by\":\"operator\"");
    }

    [Theory]
    [InlineData(404, 3)]
    [InlineData(409, 5)]
    public async Task A_rejection_has_its_exit_code(int status, int exitCode)
    {
        _service.Answers("POST /transfers/PKG-1/redeliver", status, """{"detail":"No."}""");

        var outcome = await _prompt.Types("redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "x");

        outcome.ExitCode.ShouldBe(exitCode);
        outcome.Error.ShouldBe("handoff: No.\n");
    }

    [Fact]
    public async Task All_escalated_ones_are_listed_page_by_page_before_the_first_is_asked_for()
    {
        _service.Answers(
            "GET /transfers?leg=vault_hub&leg_status=escalated&limit=200",
            200,
            """{"items":[{"package_id":"PKG-1"},{"package_id":"PKG-2"}],"next_cursor":"c2"}"""
        );
        _service.Answers(
            "GET /transfers?leg=vault_hub&leg_status=escalated&limit=200&cursor=c2",
            200,
            """{"items":[{"package_id":"PKG-3"}],"next_cursor":null}"""
        );
        _service.Answers("POST /transfers/PKG-1/redeliver", 202, "{}");
        _service.Answers("POST /transfers/PKG-2/redeliver", 409, """{"detail":"The leg is complete."}""");
        _service.Answers("POST /transfers/PKG-3/redeliver", 202, "{}");

        var outcome = await _prompt.Types("redeliver", "--all-escalated", "--leg", "vault_hub", "--reason", "hub is back");

        outcome.ExitCode.ShouldBe(0);
        outcome.Lines.ShouldBe(["PKG-1  vault_hub  requested", "PKG-2  vault_hub  no longer escalated", "PKG-3  vault_hub  requested"]);
        outcome.Error.ShouldBe("2 of 3 requested\n");
        _service.Requests.Select(request => request.Line[..4].Trim()).ShouldBe(["GET", "GET", "POST", "POST", "POST"]);
    }

    [Fact]
    public async Task One_that_fails_fails_the_whole()
    {
        _service.Answers("GET /transfers?leg=vault_hub&leg_status=escalated&limit=200", 200, """{"items":[{"package_id":"PKG-1"}]}""");
        _service.Answers("POST /transfers/PKG-1/redeliver", 503, """{"detail":"The store is away."}""");

        var outcome = await _prompt.Types("redeliver", "--all-escalated", "--leg", "vault_hub", "--reason", "x", "--json");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldBe("""{"items":[{"package_id":"PKG-1","leg":"vault_hub","result":"The store is away."}]}""" + "\n");
    }

    [Theory]
    [InlineData("redeliver", "--leg", "vault_hub", "--reason", "x")]
    [InlineData("redeliver", "PKG-1", "--all-escalated", "--leg", "vault_hub", "--reason", "x")]
    [InlineData("redeliver", "PKG-1", "--reason", "x")]
    [InlineData("redeliver", "PKG-1", "--leg", "vault_hub")]
    [InlineData("redeliver", "PKG-1", "--leg", "both", "--reason", "x")]
    public async Task Half_an_order_is_wrong_usage(params string[] arguments)
    {
        (await _prompt.Types(arguments)).ExitCode.ShouldBe(2);
        _service.Requests.ShouldBeEmpty();
    }
}
