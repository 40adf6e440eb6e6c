using HandoffSaga.Health;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.Status;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Health;

public sealed class When_parts_report_their_health
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task All_their_checks_are_shown_in_order()
    {
        var sources = new HealthSources(
            [Says(HealthCheck.Good("a"), HealthCheck.Warning("b", "old", "Renew it.")), Says(), Says(HealthCheck.Good("c"))],
            _clock
        );

        (await sources.Check(TestContext.Current.CancellationToken)).Select(check => check.Name).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task One_that_fails_is_a_warning_without_what_others_must_not_read()
    {
        var sources = new HealthSources(
            [new Source("backup", _ => throw new IOException("/srv/secret is away")), Says(HealthCheck.Good("c"))],
            _clock
        );

        var checks = await sources.Check(TestContext.Current.CancellationToken);

        checks[0].ShouldBe(HealthCheck.Warning("backup", "it could not be checked (IOException)", "Read the service's log."));
        checks[1].ShouldBe(HealthCheck.Good("c"));
    }

    [Fact]
    public async Task One_that_says_nothing_is_waited_for_no_longer_than_two_seconds()
    {
        var never = new TaskCompletionSource<IReadOnlyList<HealthCheck>>();
        var sources = new HealthSources([new Source("keys", _ => new(never.Task)), Says(HealthCheck.Good("c"))], _clock);

        var checking = sources.Check(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await checking).ShouldBe([HealthCheck.Warning("keys", "no answer within 2 s", null), HealthCheck.Good("c")]);
    }

    [Theory]
    [InlineData("ok", true, "ok", "ok")]
    [InlineData("warn", true, "ok", "warn")]
    [InlineData("warn", true, "warn", "ok")]
    [InlineData("failed", false, "failed", "warn")]
    [InlineData("failed", false, "warn", "failed")]
    public void The_worst_word_is_that_of_the_whole_and_only_a_failure_makes_it_unready(string whole, bool ready, params string[] states)
    {
        var readiness = new Readiness([.. states.Select(state => new HealthCheck("x", state, null, null))]);

        readiness.State.ShouldBe(whole);
        readiness.Ready.ShouldBe(ready);
    }

    [Fact]
    public void A_halted_ledger_is_a_warning_and_names_the_way_out()
    {
        var check = LedgerHealth.OfLedger(halted: true);

        check.State.ShouldBe("warn");
        check.Detail.ShouldNotBeNull().ShouldStartWith("HALTED");
        check.WhatToDo.ShouldNotBeNull().ShouldContain("deploy/BACKUP.md");
        LedgerHealth.OfLedger(halted: false).ShouldBe(HealthCheck.Good("ledger"));
    }

    [Fact]
    public void A_witness_that_does_not_cosign_is_a_warning()
    {
        LedgerHealth.OfWitness("w", "HTTP 503").State.ShouldBe("warn");
        LedgerHealth.OfWitness("w", null).ShouldBe(HealthCheck.Good("witness (w)"));
    }

    [Theory]
    [InlineData(0, null, "ok", null)]
    [InlineData(0, "HTTP 503", "ok", null)]
    [InlineData(999, null, "ok", "999 entries behind")]
    [InlineData(4426, null, "warn", "4426 entries behind")]
    [InlineData(1, "HTTP 503", "warn", "1 entries behind: HTTP 503")]
    public void SMART_Ledger_that_is_far_behind_or_refuses_is_a_warning(long behind, string? error, string state, string? detail)
    {
        var check = ForwardingHealth.Of("http", behind, error);

        check.Name.ShouldBe("smart-ledger (http)");
        check.State.ShouldBe(state);
        check.Detail.ShouldBe(detail);
        (check.WhatToDo is null).ShouldBe(state == "ok");
    }

    private static Source Says(params HealthCheck[] checks) => new("said", _ => new(checks));

    private sealed class Source(string name, Func<CancellationToken, ValueTask<IReadOnlyList<HealthCheck>>> says) : IHealthSource
    {
        public string Name => name;

        public ValueTask<IReadOnlyList<HealthCheck>> Check(CancellationToken cancellationToken) => says(cancellationToken);
    }
}
