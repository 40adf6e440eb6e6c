using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Host.Cli.Commands.Waiting;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_transfer_is_waited_for : IAsyncLifetime
{
    private const string Path = "GET /transfers/PKG-1";

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
        _prompt.Clock = new JumpingClock(new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.Zero));
        _prompt.Write("one.json", "{}");
        _service.Answers("POST /signoffs", 202, """{"package_id":"PKG-1","outcome":"accepted"}""");
        _service.Answers("POST /transfers/PKG-1/redeliver", 202, """{"package_id":"PKG-1","leg":"vault_hub"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    [Theory]
    [InlineData("fully_complete", "complete", "complete", 0)]
    [InlineData("fully_complete", "complete", "not_applicable", 0)]
    [InlineData("escalated", "escalated", "complete", 6)]
    [InlineData("held", "complete", "held", 6)]
    [InlineData("escalated", "escalated", "transferring", null)]
    [InlineData("vault_complete", "complete", "transferring", null)]
    [InlineData("retry_pending", "retry_pending", "complete", null)]
    [InlineData("authorized", "pending", "pending", null)]
    [InlineData("something_new", "something_new", "complete", null)]
    [InlineData("something_new", "complete", "complete", 6)]
    public void Only_confirmations_of_both_are_a_success(string status, string vault, string nextNode, int? exitCode) =>
        TransferEnd.Of(Shown(status, vault, nextNode), leg: null).ShouldBe(exitCode);

    [Theory]
    [InlineData("vault_hub", "complete", "held", 0)]
    [InlineData("vault_hub", "escalated", "complete", 6)]
    [InlineData("vault_hub", "pending", "complete", null)]
    [InlineData("next_node", "escalated", "complete", 0)]
    [InlineData("next_node", "complete", "not_applicable", 6)]
    public void Of_one_leg_the_other_does_not_matter(string leg, string vault, string nextNode, int? exitCode) =>
        TransferEnd.Of(Shown("x", vault, nextNode), leg).ShouldBe(exitCode);

    [Theory]
    [InlineData("submit", "one.json", "--wait")]
    [InlineData("status", "PKG-1", "--wait")]
    [InlineData("status", "PKG-1", "--watch", "--json")]
    [InlineData("redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "x", "--wait")]
    public async Task A_command_ends_with_success_only_after_the_confirmation(params string[] command)
    {
        _service.AnswersInTurn(
            Path,
            (200, Transfer("transferring_vault", "transferring", "complete")),
            (200, Transfer("retry_pending", "retry_pending", "complete")),
            (200, Transfer("fully_complete", "complete", "complete"))
        );

        var outcome = await _prompt.Types(command);

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldContain("complete");
        _service.Requests.Count(request => request.Line == Path).ShouldBe(3);
    }

    [Theory]
    [InlineData("submit", "one.json", "--watch")]
    [InlineData("status", "PKG-1", "--wait")]
    [InlineData("redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "x", "--watch")]
    public async Task A_leg_that_needs_a_person_is_exit_code_6_and_says_why(params string[] command)
    {
        _service.Answers(Path, 200, Transfer("escalated", "escalated", "complete", "HTTP 422"));

        var outcome = await _prompt.Types(command);

        outcome.ExitCode.ShouldBe(6);
        outcome.Error.ShouldContain("PKG-1 needs a person: vault_hub is escalated (HTTP 422).");
    }

    [Fact]
    public async Task Every_change_is_a_line_and_nothing_else_is()
    {
        _service.AnswersInTurn(
            Path,
            (200, Transfer("authorized", "pending", "pending")),
            (200, Transfer("authorized", "pending", "pending")),
            (200, Transfer("vault_complete", "complete", "pending")),
            (200, Transfer("fully_complete", "complete", "complete"))
        );

        (await _prompt.Types("status", "PKG-1", "--watch"))
            .Lines[..3]
            .ShouldBe([
                "14:00:00  PKG-1  authorized  vault_hub pending  next_node pending",
                "14:00:02  PKG-1  vault_complete  vault_hub complete  next_node pending",
                "14:00:03  PKG-1  fully_complete  vault_hub complete  next_node complete",
            ]);
    }

    [Fact]
    public async Task What_takes_longer_than_asked_for_is_no_success()
    {
        _service.Answers(Path, 200, Transfer("retry_pending", "retry_pending", "complete"));

        var outcome = await _prompt.Types("status", "PKG-1", "--wait", "--timeout", "30s");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("PKG-1 is retry_pending after 30s");
        _service.Requests.Count.ShouldBe(31);
    }

    [Fact]
    public async Task A_service_that_is_away_is_asked_again()
    {
        const string away = """{"detail":"The store is away."}""";
        _service.AnswersInTurn(Path, (503, away), (503, away), (200, Transfer("fully_complete", "complete", "complete")));

        var outcome = await _prompt.Types("status", "PKG-1", "--wait");

        outcome.ExitCode.ShouldBe(0);
        outcome.Error.ShouldBe("The store is away. Asking again.\n");
    }

    [Fact]
    public async Task What_is_not_there_is_not_waited_for() => (await _prompt.Types("status", "PKG-2", "--wait")).ExitCode.ShouldBe(3);

    [Fact]
    public async Task What_was_rejected_is_not_waited_for()
    {
        _service.Answers("POST /signoffs", 422, """{"detail":"No."}""");

        (await _prompt.Types("submit", "one.json", "--wait")).ExitCode.ShouldBe(1);
        _service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task As_json_a_submission_has_its_status_beside_the_answer()
    {
        _service.Answers(Path, 200, Transfer("fully_complete", "complete", "complete"));

        var outcome = await _prompt.Types("submit", "one.json", "--wait", "--json");

        using var json = System.Text.Json.JsonDocument.Parse(outcome.Output);
        json.RootElement[0].GetProperty("transfer_status").GetString().ShouldBe("fully_complete");
    }

    [Theory]
    [InlineData("--timeout", "30s")]
    [InlineData("--wait", "--timeout", "30")]
    [InlineData("--wait", "--timeout", "0s")]
    public async Task Half_a_wait_is_wrong_usage(params string[] options) =>
        (await _prompt.Types(["status", "PKG-1", .. options])).ExitCode.ShouldBe(2);

    private static TransferAnswer Shown(string status, string vault, string nextNode) =>
        new(null, "PKG-1", null, null, null, null, status, vault, nextNode, null, null, null, null, null, null);

    private static string Transfer(string status, string vault, string nextNode, string? error = null) =>
        $$"""
            {"package_id":"PKG-1","status":"{{status}}","vault_status":"{{vault}}","next_node_status":"{{nextNode}}",
             "legs":{"vault_hub":{"last_error":{{(error is null ? "null" : $"\"{error}\"")}} },"next_node":{} } }
            """;

    /// <summary>Time passes when somebody waits for it, and at once.</summary>
    private sealed class JumpingClock(DateTimeOffset now) : TimeProvider
    {
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _passed);

        public override DateTimeOffset GetUtcNow() => now + TimeSpan.FromTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _passed, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
