using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_an_operator_asks_for_a_redelivery : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private Station _station = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started(s => s.Vault.Answers = ScriptedHub.SaysNo);
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await _station.Until(Package, t => t.Vault.Status == LegStatus.Escalated && t.NextNode.Status == LegStatus.Complete);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task An_escalated_leg_goes_on_with_the_next_attempt_number()
    {
        _station.Vault.Answers = ScriptedHub.Accepted;

        (await Ask(Destination.VaultHub)).ShouldBeOfType<RedeliveryResult.Requested>();

        var transfer = await _station.UntilComplete(Package);
        transfer.Vault.Attempts.ShouldBe(2);
        (await _station.Queries.Attempts(Package, CancellationToken.None))!
            .Items.Single(a => a is { Leg: "vault_hub", Attempt: 2 })
            .Cause.ShouldBe("operator");
    }

    [Fact]
    public async Task Who_asked_and_why_stands_in_the_ledger()
    {
        await Ask(Destination.VaultHub);

        var entry = (await _station.LedgerOf(Package)).Single(e => e.Action == "redeliver_requested");
        (entry.UserId, entry.Details).ShouldBe(("J. Doe", "the vault was repaired"));
    }

    [Fact]
    public async Task A_name_that_only_the_caller_stands_for_is_recorded_as_claimed()
    {
        await Ask(Destination.VaultHub);

        var entry = (await _station.LedgerOf(Package)).Single(e => e.Action == "redeliver_requested");
        (entry.Metadata.GetString("requested_by"), entry.Metadata.GetString("requested_by_is")).ShouldBe(("J. Doe", "claimed"));
        entry.Metadata.Get("requested_by_claimed").ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_a_token_stands_for_is_recorded_as_authenticated_whatever_else_was_claimed()
    {
        var requester = new Requester("A. Smith", Authenticated: true) { Claimed = "J. Doe" };

        await _station.Desk.Request(Package, Destination.VaultHub, "the vault was repaired", requester, CancellationToken.None);

        var entry = (await _station.LedgerOf(Package)).Single(e => e.Action == "redeliver_requested");
        entry.UserId.ShouldBe("A. Smith");
        (
            entry.Metadata.GetString("requested_by"),
            entry.Metadata.GetString("requested_by_is"),
            entry.Metadata.GetString("requested_by_claimed")
        ).ShouldBe(("A. Smith", "authenticated", "J. Doe"));
    }

    [Fact]
    public async Task The_budget_is_fresh()
    {
        _station.Vault.Answers = ScriptedHub.Down;

        await Ask(Destination.VaultHub);

        var transfer = await _station.Until(Package, t => t.Vault is { Attempts: 2, Status: LegStatus.RetryPending });
        transfer.Vault.NextAttemptAt.ShouldBe(_station.Clock.GetUtcNow().AddSeconds(10));
        (await _station.LedgerOf(Package)).Last(e => e.Action == "retry_transfer").Details.ShouldBe("Retry 1/3 for vault_hub");
    }

    [Fact]
    public async Task A_leg_that_waits_is_delivered_now_and_not_again_at_its_time()
    {
        _station.Vault.Answers = ScriptedHub.Down;
        await Ask(Destination.VaultHub);
        var waiting = await _station.Until(Package, t => t.Vault is { Attempts: 2, Status: LegStatus.RetryPending });
        _station.Vault.Answers = ScriptedHub.Accepted;

        var requested = (await Ask(Destination.VaultHub)).ShouldBeOfType<RedeliveryResult.Requested>();

        requested.InsteadOf.ShouldBe(waiting.Vault.NextAttemptAt);
        (await _station.UntilComplete(Package)).Vault.Attempts.ShouldBe(3);
        (await _station.OutboxRows()).ShouldBe(0);
        (await _station.LedgerOf(Package))
            .Last(e => e.Action == "redeliver_requested")
            .Metadata.GetString("status_before")
            .ShouldBe("retry_pending");
    }

    [Fact]
    public async Task An_escalated_leg_has_no_time_it_would_have_come_at() =>
        (await Ask(Destination.VaultHub)).ShouldBeOfType<RedeliveryResult.Requested>().InsteadOf.ShouldBeNull();

    [Fact]
    public async Task A_leg_that_is_complete_is_not_touched()
    {
        var refused = (await Ask(Destination.NextNode)).ShouldBeOfType<RedeliveryResult.NotPossible>();

        refused.LegStatus.ShouldBe("complete");
        _station.Floor.Deliveries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_transfer_nobody_knows_is_not_found() =>
        (
            await _station.Desk.Request(
                "PKG-UNKNOWN",
                Destination.VaultHub,
                "why not",
                new Requester("J. Doe", Authenticated: false),
                CancellationToken.None
            )
        ).ShouldBeOfType<RedeliveryResult.NotFound>();

    private Task<RedeliveryResult> Ask(Destination leg) =>
        _station.Desk.Request(
            Package,
            leg,
            "the vault was repaired",
            new Requester("J. Doe", Authenticated: false),
            CancellationToken.None
        );
}
