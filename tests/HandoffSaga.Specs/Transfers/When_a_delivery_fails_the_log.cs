using HandoffSaga.Alerts;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Transfers;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Transfers;

/// <summary>Who reads the log finds each failed delivery once, and an outage does not hide everything else.</summary>
public sealed class When_a_delivery_fails_the_log
{
    private const int Failed = 490;
    private const int Alert = 501;
    private const int MoreAlerts = 491;
    private const string Package = "PKG-1";

    private readonly LoggedEvents _log = new();

    [Fact]
    public async Task Has_one_line_with_transfer_leg_attempt_and_error_for_each()
    {
        await using var station = await Station.Started(s =>
        {
            s.Log = _log;
            s.Vault.Answers = ScriptedHub.Down;
        });
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        foreach (var (attempt, wait) in new[] { (1, 10), (2, 60), (3, 300) })
        {
            await station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending && t.Vault.Attempts == attempt);
            station.Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        await station.Until(Package, t => t.Vault.Status == LegStatus.Escalated);

        _log.Lines(Failed)
            .ShouldBe([
                "XFER-PKG-1: vault_hub attempt 1 failed: http:503: HTTP 503; the next attempt is in 10s",
                "XFER-PKG-1: vault_hub attempt 2 failed: http:503: HTTP 503; the next attempt is in 60s",
                "XFER-PKG-1: vault_hub attempt 3 failed: http:503: HTTP 503; the next attempt is in 5m",
                "XFER-PKG-1: vault_hub attempt 4 failed: http:503: HTTP 503; escalated: the next attempt is in 15m",
            ]);
        _log.Lines(Alert).ShouldHaveSingleItem();
        _log.All.Where(logged => logged.Line.Contains("HTTP 503", StringComparison.Ordinal)).Count().ShouldBe(5);
    }

    [Fact]
    public async Task Says_when_nothing_follows_by_itself()
    {
        await using var station = await Station.Started(s =>
        {
            s.Log = _log;
            s.Vault.Answers = ScriptedHub.SaysNo;
        });
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));

        await station.Until(Package, t => t.Vault.Status == LegStatus.Escalated);

        _log.Lines(Failed).ShouldHaveSingleItem().ShouldEndWith("http:422: HTTP 422; escalated: it waits for \"handoff redeliver\"");
    }

    [Fact]
    public void Has_no_second_line_when_the_event_runs_again()
    {
        var lines = new LoggedLines<DeliveryFailureLog>();
        var log = new DeliveryFailureLog(lines);
        var report = new AttemptReport
        {
            Attempt = 1,
            Cause = "first",
            Outcome = "transient",
            EndedAt = DateTimeOffset.UnixEpoch,
            Error = "HTTP 503",
            ErrorCode = "http:503",
        };

        log.Write("XFER-1", Destination.VaultHub, report, "x");
        log.Write("XFER-1", Destination.VaultHub, report, "x");
        log.Write("XFER-1", Destination.NextNode, report, "x");

        lines.All.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0.25, "250ms")]
    [InlineData(9.6, "10s")]
    [InlineData(119, "119s")]
    [InlineData(903, "15m")]
    public void Rounds_the_wait_to_what_people_read(double seconds, string text) =>
        DeliveryFailureLog
            .After(new RedeliveryDecision.Redeliver(TimeSpan.FromSeconds(seconds)), escalated: false)
            .ShouldBe($"the next attempt is in {text}");

    [Fact]
    public void Has_ten_escalations_of_a_minute_and_the_count_of_the_others()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.Zero));
        using var lines = new AlertLines(clock, _log.CreateLogger(""));

        Escalate(1000);
        lines.Write("medium", "transfer_held", "XFER-H", "next_node", "no contract");
        _log.Lines(Alert).Count().ShouldBe(AlertLines.OneByOne + 1, "another type has its own ten");
        _log.Lines(MoreAlerts).ShouldBeEmpty();
        clock.Advance(AlertLines.Window);
        _log.Lines(MoreAlerts).ShouldHaveSingleItem().ShouldStartWith("Alert (high) transfer_failure: 990 more within a minute");

        Escalate(11);
        _log.Lines(Alert).Count().ShouldBe((2 * AlertLines.OneByOne) + 1);
        clock.Advance(AlertLines.Window);
        _log.Lines(MoreAlerts).Last().ShouldContain(": 1 more within a minute");

        void Escalate(int times)
        {
            for (var i = 0; i < times; i++)
                lines.Write("high", "transfer_failure", $"XFER-{i}", "vault_hub", "HTTP 503");
        }
    }

    [Fact]
    public void Has_the_count_of_the_last_minute_when_the_program_stops()
    {
        var lines = new AlertLines(new FakeTimeProvider(), _log.CreateLogger(""));
        for (var i = 0; i < 12; i++)
            lines.Write("high", "transfer_failure", $"XFER-{i}", "vault_hub", "HTTP 503");

        lines.Dispose();

        _log.Lines(MoreAlerts).ShouldHaveSingleItem().ShouldContain(": 2 more within a minute");
    }
}
