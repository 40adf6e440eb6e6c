using static HandoffSaga.Specs.Cli.Samples;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_package_is_asked_for : IAsyncLifetime
{
    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _service.Answers($"GET /transfers/{Package}", 200, Transfer);
        _service.Answers($"GET /transfers/{Package}/attempts", 200, Attempts);
        _service.Answers($"GET /transfers/{Package}/audit", 200, Audit);
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Fact]
    public async Task Its_status_and_both_legs_stand_below_each_other()
    {
        var outcome = await _prompt.Types("status", Package);

        outcome.ExitCode.ShouldBe(0);
        outcome.Error.ShouldBeEmpty();
        outcome.Lines.ShouldBe([
            "PKG-2025-001-LP-TEST1  retry_pending",
            "  LEG        STATUS         ATTEMPTS  NOTE",
            "  vault_hub  retry_pending  3         HTTP 503, next attempt 2025-06-01T14:07:12.480Z",
            "  next_node  complete       1         to NODE-CP-001, receipt FH-00001",
        ]);
    }

    [Theory]
    [InlineData("status", Transfer)]
    [InlineData("attempts", Attempts)]
    [InlineData("audit", Audit)]
    public async Task With_json_it_is_the_services_own_word_for_word(string command, string json)
    {
        var outcome = await _prompt.Types(command, Package, "--json");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldBe(json + "\n");
    }

    [Fact]
    public async Task Show_has_everything_in_one()
    {
        var outcome = await _prompt.Types("show", Package);

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldContain("next_node -> NODE-CP-001, SC-2025-001-CP-TEST1.yaml");
        outcome.Output.ShouldContain(
            "  vault_hub  1        2025-06-01T14:02:12.490Z  2025-06-01T14:02:12.500Z  transient  first  503   41 as sent, signed  HTTP 503"
        );
        outcome.Output.ShouldContain("  2025-06-01T14:02:12.480Z  transfer  receive_authorization  system  Authorized by Guardian");
    }

    [Fact]
    public async Task Show_as_json_is_one_object_of_all_three()
    {
        var outcome = await _prompt.Types("show", Package, "--json");

        using var json = System.Text.Json.JsonDocument.Parse(outcome.Output);
        json.RootElement.GetProperty("transfer").GetProperty("package_id").GetString().ShouldBe(Package);
        json.RootElement.GetProperty("attempts").GetProperty("items").GetArrayLength().ShouldBe(1);
        json.RootElement.GetProperty("audit").GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("show")]
    [InlineData("attempts")]
    [InlineData("audit")]
    public async Task One_that_nobody_knows_is_not_found(string command)
    {
        var outcome = await _prompt.Types(command, "PKG-OTHER");

        outcome.ExitCode.ShouldBe(3);
        outcome.Output.ShouldBeEmpty();
        outcome.Error.ShouldBe("handoff: There is no such transfer.\n");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public async Task What_is_no_package_id_is_not_even_asked_for(string id)
    {
        var outcome = await _prompt.Types("status", id);

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("is not a package id");
        _service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401, 4)]
    [InlineData(403, 4)]
    [InlineData(400, 2)]
    [InlineData(409, 5)]
    [InlineData(503, 1)]
    [InlineData(302, 1)]
    public async Task The_exit_code_follows_the_answer(int status, int exitCode)
    {
        _service.Answers($"GET /transfers/{Package}", status, "");

        (await _prompt.Types("status", Package)).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Another_server_is_not_taken_for_the_service()
    {
        _service.Answers($"GET /transfers/{Package}", 200, "<html>");

        var outcome = await _prompt.Types("status", Package);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("not a handoff service");
    }

    [Fact]
    public async Task The_token_goes_along_from_its_file()
    {
        _prompt.Write("token", " t0ken\n");

        await _prompt.Types("status", Package, "--token-file", "token");
        _prompt.Variables["HANDOFF_TOKEN_FILE"] = "token";
        await _prompt.Types("status", Package);

        _service.Requests.Select(request => request.Authorization).ShouldBe(["Bearer t0ken", "Bearer t0ken"]);
    }

    [Fact]
    public async Task A_missing_token_is_asked_for()
    {
        _service.Answers($"GET /transfers/{Package}", 401, """{"detail":"A token is required."}""", wantsToken: true);

        var outcome = await _prompt.Types("status", Package);

        outcome.ExitCode.ShouldBe(4);
        outcome.Error.ShouldContain("--token-file");
    }

    [Theory]
    [InlineData("--token-file", "missing")]
    [InlineData("--url", "127.0.0.1:5080")]
    public async Task A_wrong_way_to_the_service_is_wrong_usage(string option, string value) =>
        (await _prompt.Types("status", Package, option, value)).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Text_from_outside_cannot_steer_a_terminal()
    {
        const string hostile = "{ \"package_id\": \"P\\u001b[2J\", \"status\": \"held\u009b1m\u202e\", \"vault_status\": \"held\\r\\n\" }";
        _service.Answers($"GET /transfers/{Package}", 200, hostile);
        _prompt.Terminal = true;
        _prompt.Variables["NO_COLOR"] = "1";

        var text = await _prompt.Types("status", Package);
        var json = await _prompt.Types("status", Package, "--json");

        text.Output.ShouldContain("P\\u001b[2J");
        text.Output.ShouldContain("held\\u009b1m\\u202e");
        text.Output.ShouldContain("held\\u000d\\u000a");
        json.Output.ShouldContain("held\\u009b1m\\u202e");
        (text.Output + json.Output).ShouldAllBe(c => c == '\n' || !char.IsControl(c));
    }

    [Fact]
    public async Task An_attempt_says_what_came_after_its_end()
    {
        _service.Answers(
            $"GET /transfers/{Package}/attempts",
            200,
            """
            {"items":[{"leg":"vault_hub","attempt":1,"outcome":"no_reply","error":"no receipt within 300 s",
              "late_receipt":{"received_at":"2025-06-01T14:08:00.000Z","outcome":"delivered","error":null}}]}
            """
        );

        var outcome = await _prompt.Types("attempts", Package);

        outcome.Lines[1].ShouldContain("no_reply");
        outcome.Lines[1].ShouldEndWith("no receipt within 300 s; then delivered 2025-06-01T14:08:00.000Z");
    }
}
