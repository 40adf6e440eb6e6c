using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Specs.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_the_vault_hub_is_down : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private Station _station = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started(s => s.Vault.Answers = ScriptedHub.Down);
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await _station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending && t.NextNode.Status == LegStatus.Complete);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task The_next_node_still_gets_its_package()
    {
        _station.Floor.Deliveries.Count.ShouldBe(1);
        var transfer = await _station.Queries.Find(Package, CancellationToken.None);
        transfer!.Status.ShouldBe("retry_pending");
        transfer.NextNodeStatus.ShouldBe("complete");
    }

    [Fact]
    public async Task It_is_tried_again_at_the_times_of_the_policy_and_not_before()
    {
        foreach (var (attempt, wait) in new[] { (2, 10), (3, 60), (4, 300) })
        {
            _station.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
            _station.Vault.Deliveries.Count.ShouldBe(attempt - 1);
            _station.Clock.Advance(TimeSpan.FromSeconds(1));
            await _station.Until(Package, t => t.Vault.Attempts == attempt && t.Vault.Status != LegStatus.Pending);
            _station.Vault.Deliveries.Count.ShouldBe(attempt);
        }
    }

    [Fact]
    public async Task Every_attempt_sends_the_same_bytes_under_the_same_key()
    {
        await UntilEscalated();

        _station.Vault.Deliveries.Select(d => d.IdempotencyKey).Distinct().ShouldHaveSingleItem();
        _station.Vault.Deliveries.Select(d => Convert.ToHexString(d.Payload.Span)).Distinct().ShouldHaveSingleItem();
        _station.Vault.Deliveries.Select(d => d.Attempt).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_escalated_once()
    {
        await UntilEscalated();

        (await _station.Queries.Find(Package, CancellationToken.None))!.Status.ShouldBe("escalated");
        (await _station.LedgerOf(Package)).Count(e => e.Action == "escalate_failure").ShouldBe(1);
        (await _station.LedgerOf(Package))
            .Where(e => e.Action == "retry_transfer")
            .Select(e => e.Details)
            .ShouldBe([
                "Retry 1/3 for vault_hub",
                "Retry 2/3 for vault_hub",
                "Retry 3/3 for vault_hub",
                "vault_hub: slow retries continue after escalation",
            ]);
    }

    [Fact]
    public async Task When_it_is_back_after_the_escalation_a_slow_try_brings_the_results_through()
    {
        await UntilEscalated();
        _station.Clock.Advance(TimeSpan.FromMinutes(15));
        await _station.Until(Package, t => t.Vault.Attempts == 5 && t.Vault.NextAttemptAt is not null);
        _station.Vault.Answers = ScriptedHub.Accepted;

        _station.Clock.Advance(TimeSpan.FromMinutes(15));

        await _station.UntilComplete(Package);
        (await _station.LedgerOf(Package)).Count(e => e.Action == "escalate_failure").ShouldBe(1);
    }

    [Fact]
    public async Task When_it_is_back_the_next_attempt_completes_the_transfer()
    {
        _station.Vault.Answers = ScriptedHub.Accepted;

        _station.Clock.Advance(TimeSpan.FromSeconds(10));

        var transfer = await _station.UntilComplete(Package);
        transfer.Vault.Attempts.ShouldBe(2);
        (await _station.Queries.Find(Package, CancellationToken.None))!.RetryCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_restart_keeps_the_time_of_the_next_attempt()
    {
        _station.Clock.Advance(TimeSpan.FromSeconds(4));
        await _station.Restart();
        _station.Vault.Answers = ScriptedHub.Accepted;

        _station.Clock.Advance(TimeSpan.FromSeconds(5));
        _station.Vault.Deliveries.Count.ShouldBe(1);
        _station.Clock.Advance(TimeSpan.FromSeconds(1));

        await _station.UntilComplete(Package);
    }

    [Fact]
    public async Task Its_asking_to_be_left_alone_is_honoured()
    {
        _station.Vault.Answers = _ => ScriptedHub.Answered(AttemptOutcome.Transient, 429) with { RetryAfter = TimeSpan.FromMinutes(30) };
        _station.Clock.Advance(TimeSpan.FromSeconds(10));

        var transfer = await _station.Until(Package, t => t.Vault is { Attempts: 2, Status: LegStatus.RetryPending });

        transfer.Vault.NextAttemptAt.ShouldBe(_station.Clock.GetUtcNow().AddMinutes(30));
    }

    [Fact]
    public async Task Each_attempt_is_on_record()
    {
        await UntilEscalated();

        var attempts = (await _station.Queries.Attempts(Package, CancellationToken.None))!.Items.Where(a => a.Leg == "vault_hub").ToArray();
        attempts.Select(a => a.Attempt).ShouldBe([1, 2, 3, 4]);
        attempts.Select(a => a.Outcome).ShouldAllBe(outcome => outcome == "transient");
        attempts.Select(a => a.StatusCode).ShouldAllBe(code => code == 503);
        attempts.Select(a => a.ErrorCode).ShouldAllBe(code => code == "http:503");
        attempts.Select(a => a.Cause).ShouldBe(["first", "redelivery", "redelivery", "redelivery"]);
    }

    [Fact]
    public async Task An_older_attempts_failure_that_comes_late_is_recorded_and_decides_nothing()
    {
        await UntilEscalated();
        var before = await _station.Until(Package, t => t.Vault.NextAttemptAt is not null);
        var late = new AttemptReport
        {
            Attempt = 1,
            Cause = "first",
            Outcome = "permanent",
            EndedAt = _station.Clock.GetUtcNow(),
            Error = "HTTP 422",
        };

        await _station
            .Services.GetRequiredService<ISagaDispatcher>()
            .Dispatch(new VaultTransferFaulted(before.CorrelationId, late), CancellationToken.None);

        var after = await _station.Until(Package, t => t.Version > before.Version);
        (after.Vault.Status, after.Vault.NextAttemptAt, after.Vault.LastError).ShouldBe(
            (before.Vault.Status, before.Vault.NextAttemptAt, before.Vault.LastError)
        );
        (await _station.LedgerOf(Package)).Count(e => e.Action == "transfer_to_vault").ShouldBe(5);
    }

    private async Task UntilEscalated()
    {
        foreach (var (attempt, wait) in new[] { (2, 10), (3, 60), (4, 300) })
        {
            _station.Clock.Advance(TimeSpan.FromSeconds(wait));
            await _station.Until(Package, t => t.Vault.Attempts == attempt && t.Vault.Status != LegStatus.Pending);
        }

        await _station.Until(Package, t => t.Vault.Status == LegStatus.Escalated);
    }
}
