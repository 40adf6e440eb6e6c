namespace HandoffSaga.Specs.Cli;

public sealed class When_transfers_are_listed : IAsyncLifetime
{
    private const string Page = $$"""{ "items": [ {{Samples.Transfer}} ], "next_cursor": "c2", "total": 7 }""";

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
    public async Task Each_has_a_line_and_the_rest_is_said_beside_the_data()
    {
        _service.Answers("GET /transfers", 200, Page);

        var outcome = await _prompt.Types("list");

        outcome.ExitCode.ShouldBe(0);
        outcome.Lines.ShouldBe([
            "PACKAGE                STATUS         VAULT          NEXT NODE  STATION      RETRIES  RECEIVED",
            "PKG-2025-001-LP-TEST1  retry_pending  retry_pending  complete   NODE-CP-001  2        2025-06-01T14:02:12.480Z",
        ]);
        outcome.Error.ShouldBe("1 of 7; continue with --cursor c2\n");
    }

    [Fact]
    public async Task Every_filter_reaches_the_service_by_its_own_name()
    {
        const string query =
            "status=escalated&leg=vault_hub&leg_status=escalated&error=HTTP%20503&clientpo_id=CPO&part_id=P&part_number=N&station=S&test_id=T"
            + "&from=2025-06-01T00%3A00%3A00Z&to=2025-07-01T00%3A00%3A00Z&attempts_min=3&cursor=c1&limit=5";
        _service.Answers($"GET /transfers?{query}", 200, Page);

        var outcome = await _prompt.Types(
            "list",
            "--status",
            "escalated",
            "--leg",
            "vault_hub",
            "--leg-status",
            "escalated",
            "--error",
            "HTTP 503",
            "--clientpo-id",
            "CPO",
            "--part-id",
            "P",
            "--part-number",
            "N",
            "--station",
            "S",
            "--test-id",
            "T",
            "--from",
            "2025-06-01T00:00:00Z",
            "--to",
            "2025-07-01T00:00:00Z",
            "--attempts-min",
            "3",
            "--cursor",
            "c1",
            "--limit",
            "5"
        );

        _service.Requests.ShouldHaveSingleItem().Line.ShouldBe($"GET /transfers?{query}");
        outcome.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Held_ones_are_those_with_a_held_leg_as_the_hubs_count_them()
    {
        _service.Answers("GET /transfers?leg=next_node&leg_status=held", 200, Page);
        _service.Answers("GET /transfers?status=held&leg_status=complete", 200, Page);

        (await _prompt.Types("list", "--status", "held", "--leg", "next_node")).ExitCode.ShouldBe(0);
        (await _prompt.Types("list", "--status", "held", "--leg-status", "complete")).ExitCode.ShouldBe(
            0,
            "what was asked for goes as it is"
        );
    }

    [Fact]
    public async Task A_wide_line_says_why_for_how_long_and_when_it_goes_on()
    {
        var received = TimeProvider.System.GetUtcNow().AddHours(-3.5).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        _service.Answers(
            "GET /transfers",
            200,
            $$"""
            {"total":1,"items":[{"package_id":"PKG-1","status":"escalated","vault_status":"escalated","next_node_status":"held",
              "retry_count":3,"received_timestamp":"{{received}}","legs":{
              "vault_hub":{"last_error":"HTTP 404","next_attempt_at":"2025-06-01T15:00:00.000Z"},
              "next_node":{"last_error":"Next contract not found: SC.yaml"} } }]}
            """
        );

        var lines = (await _prompt.Types("list", "-o", "wide")).Lines;

        lines[0].ShouldEndWith("RECEIVED                  AGE  NEXT ATTEMPT              ERROR");
        lines[1]
            .ShouldEndWith($"{received}  3h   2025-06-01T15:00:00.000Z  vault_hub: HTTP 404; next_node: Next contract not found: SC.yaml");
    }

    [Fact]
    public async Task A_wide_line_of_what_is_well_has_no_error()
    {
        _service.Answers("GET /transfers", 200, """{"total":1,"items":[{"package_id":"PKG-1"}]}""");

        (await _prompt.Types("list", "--output", "wide"))
            .Lines[1]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^3..]
            .ShouldBe(["-", "-", "-"]);
    }

    [Fact]
    public async Task Totals_count_each_status_with_the_other_filters()
    {
        foreach (var status in HandoffSaga.Status.OverallStatus.Vocabulary.Names)
        {
            var total = status switch
            {
                "fully_complete" => 4426,
                "held" => 3,
                _ => 0,
            };
            _service.Answers($"GET /transfers?status={status}&clientpo_id=CPO&limit=1", 200, $$"""{"items":[],"total":{{total}}}""");
        }

        var outcome = await _prompt.Types("list", "--totals", "--clientpo-id", "CPO", "--limit", "5");
        var json = await _prompt.Types("list", "--totals", "--clientpo-id", "CPO", "--json");

        outcome.Lines.ShouldBe(["STATUS          TRANSFERS", "fully_complete  4426", "held            3"]);
        outcome.Error.ShouldBe("4429 in all\n");
        json.Output.ShouldBe("""{"totals":{"fully_complete":4426,"held":3}}""" + "\n");
    }

    [Fact]
    public async Task Totals_of_one_status_are_wrong_usage() =>
        (await _prompt.Types("list", "--totals", "--status", "held")).ExitCode.ShouldBe(2);

    [Theory]
    [InlineData("-o", "narrow")]
    [InlineData("--status", "done")]
    [InlineData("--leg", "both")]
    [InlineData("--leg-status", "done")]
    [InlineData("--limit", "many")]
    [InlineData("--attempts-min", "-1")]
    [InlineData("--nonsense", "x")]
    public async Task A_wrong_filter_is_wrong_usage_before_anything_is_asked(string option, string value)
    {
        (await _prompt.Types("list", option, value)).ExitCode.ShouldBe(2);
        _service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_the_service_does_not_understand_is_wrong_usage()
    {
        _service.Answers(
            "GET /transfers?from=2025-06-01T00%3A00%3A00Z",
            400,
            """{"detail":"The request was rejected: 'from' is no time.","errors":[{"path":"from","message":"'from' is no time."}]}"""
        );

        var outcome = await _prompt.Types("list", "--from", "2025-06-01");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldBe("handoff: The request was rejected: 'from' is no time.\n");
    }

    [Fact]
    public async Task With_json_it_is_the_services_page()
    {
        _service.Answers("GET /transfers", 200, Page);

        (await _prompt.Types("list", "--json")).Output.ShouldBe(Page + "\n");
    }

    [Fact]
    public async Task Hubs_have_a_line_each()
    {
        _service.Answers(
            "GET /hubs",
            200,
            """{"vault_hub":{"waiting":2,"escalated":1,"held":0,"oldest":"2025-06-01T14:02:12.480Z","last_error":"HTTP 503"},"next_node":{"waiting":0}}"""
        );

        (await _prompt.Types("hubs")).Lines.ShouldBe([
            "HUB        WAITING  ESCALATED  HELD  OLDEST                    NEXT ATTEMPT  LAST SUCCESS  LAST ERROR",
            "vault_hub  2        1          0     2025-06-01T14:02:12.480Z  -             -             HTTP 503",
            "next_node  0        0          0     -                         -             -             -",
        ]);
    }

    [Theory]
    [InlineData("2025-06-01T14:00:00.000Z", "2025-06-01T13:59:59.999Z", "2025-06-01T14:00:00.000Z HTTP 503")]
    [InlineData("2025-06-01T14:00:00.000Z", "2025-06-01T14:00:00.000Z", "-")]
    [InlineData("2025-06-01T14:00:00.000Z", "2025-06-01T14:00:00.001Z", "-")]
    public async Task A_hubs_last_error_has_its_time_until_the_hub_has_confirmed_since(string failed, string succeeded, string shown)
    {
        _service.Answers(
            "GET /hubs",
            200,
            $$"""{"vault_hub":{"last_success_at":"{{succeeded}}","last_error":"HTTP 503","last_error_at":"{{failed}}"},"next_node":{} }"""
        );

        (await _prompt.Types("hubs")).Lines[1].ShouldEndWith($"{succeeded}  {shown}");
    }

    [Fact]
    public async Task Refused_signoffs_have_their_reason()
    {
        _service.Answers(
            "GET /rejected?package_id=PKG-1",
            200,
            """{"items":[{"package_id":"PKG-1","source":"http","reason":"invalid_content","detail":"approvals: at least one","received_at":"2025-06-01T14:02:12.480Z"}]}"""
        );

        (await _prompt.Types("rejected", "--package", "PKG-1"))
            .Lines[1]
            .ShouldBe("2025-06-01T14:02:12.480Z  PKG-1    http  invalid_content  approvals: at least one");
    }
}
