using System.Text.Json.Nodes;
using HandoffSaga.Closing;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_a_leg_is_closed : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private static readonly Requester JDoe = new("J. Doe", Authenticated: false);
    private Station _station = null!;

    public async ValueTask InitializeAsync() => _station = await Station.Started();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task The_transfer_is_closed_and_never_complete()
    {
        await GivenAnEscalatedVaultLeg();

        var closed = (await Close(Destination.VaultHub)).ShouldBeOfType<CloseResult.Closed>();

        closed.Closing.ShouldBe(new LegClosing(_station.Clock.GetUtcNow(), "J. Doe", "the hub has it"));
        var shown = (await _station.Queries.Find(Package, CancellationToken.None))!;
        (shown.Status, shown.VaultStatus, shown.NextNodeStatus).ShouldBe(("closed", "closed", "complete"));
        shown.CompletedTimestamp.ShouldBeNull();
        var leg = shown.Legs.VaultHub;
        (leg.ClosedAt, leg.ClosedBy, leg.ClosedReason).ShouldBe((closed.Closing.At, "J. Doe", "the hub has it"));
        (leg.Evidence, leg.CompletedAt, leg.LastError).ShouldBe((null, null, "HTTP 422"));
        (await _station.LedgerOf(Package)).ShouldNotContain(entry => entry.Action == "transfer_complete");
    }

    [Fact]
    public async Task Who_closed_it_and_why_stands_in_the_legs_trail()
    {
        await GivenAnEscalatedVaultLeg();
        var requester = new Requester("A. Smith", Authenticated: true) { Claimed = "J. Doe" };

        await _station.Closer.Close(Package, Destination.VaultHub, "the hub has it", requester, CancellationToken.None);

        var entry = (await _station.LedgerOf(Package)).Single(e => e.Action == "leg_closed");
        (entry.Trail, entry.UserId, entry.Details).ShouldBe(("vault_hub", "A. Smith", "the hub has it"));
        string?[] metadata =
        [
            .. new[] { "destination", "status_before", "requested_by", "requested_by_is", "requested_by_claimed", "last_error" }.Select(
                entry.Metadata.GetString
            ),
        ];
        metadata.ShouldBe(["vault_hub", "escalated", "A. Smith", "authenticated", "J. Doe", "HTTP 422"]);
    }

    [Fact]
    public async Task The_legs_have_settled_when_the_other_one_was_complete()
    {
        _station.Vault.Answers = ScriptedHub.Down;
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await _station.Until(Package, t => t is { Vault.Status: LegStatus.RetryPending, NextNode.Status: LegStatus.Complete });

        await Close(Destination.VaultHub);

        var settled = (await _station.LedgerOf(Package)).Single(e => e.Action == "execute_dual_transfer");
        settled.Metadata.GetString("vault_status").ShouldBe("closed");
    }

    [Fact]
    public async Task A_waiting_leg_makes_no_scheduled_attempt()
    {
        _station.Vault.Answers = ScriptedHub.Down;
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        await _station.Until(Package, t => t.Vault.Status == LegStatus.RetryPending);

        await Close(Destination.VaultHub);

        await NothingComes(attempts: 1);
    }

    [Fact]
    public async Task An_escalated_leg_makes_no_slow_try()
    {
        _station.Vault.Answers = _ => ScriptedHub.Answered(AttemptOutcome.Permanent, 404);
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        await _station.Until(Package, t => t.Vault is { Status: LegStatus.Escalated, NextAttemptAt: not null });

        await Close(Destination.VaultHub);

        await NothingComes(attempts: 1);
    }

    [Fact]
    public async Task A_held_leg_looks_for_no_contract_and_reads_its_route_when_it_is_redelivered()
    {
        // Given a leg whose contract is missing
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-LATE.yaml")));
        await _station.Until(Package, t => t is { Vault.Status: LegStatus.Complete, NextNode.Status: LegStatus.Held });

        // When it is closed, then a contract that comes after all changes nothing
        await Close(Destination.NextNode);
        (await _station.OutboxRows()).ShouldBe(0);
        _station.GivenContract("SC-LATE");
        _station.Clock.Advance(TimeSpan.FromHours(1));
        var shown = (await _station.Queries.Find(Package, CancellationToken.None))!;
        (shown.Status, shown.Legs.NextNode.HeldReason).ShouldBe(("closed", null));
        shown.Legs.NextNode.LastError.ShouldBe("Next contract not found: SC-LATE.yaml");

        // And a redelivery finds it
        (await Redeliver(Destination.NextNode)).ShouldBeOfType<RedeliveryResult.Requested>();
        (await _station.UntilComplete(Package)).NextNode.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_held_leg_that_is_redelivered_too_early_is_held_again()
    {
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-LATE.yaml")));
        await _station.Until(Package, t => t is { Vault.Status: LegStatus.Complete, NextNode.Status: LegStatus.Held });
        await Close(Destination.NextNode);

        await Redeliver(Destination.NextNode);

        var held = await _station.Until(Package, t => t.NextNode.Status == LegStatus.Held);
        held.NextNode.HeldReason.ShouldBe("contract_missing");
        _station.GivenContract("SC-LATE");
        _station.Clock.Advance(TimeSpan.FromMinutes(2));
        await _station.UntilComplete(Package);
    }

    [Fact]
    public async Task An_attempt_in_flight_that_fails_is_recorded_and_has_no_consequences()
    {
        // Given an attempt at the hub
        _station.Vault.Close();
        _station.Vault.Answers = ScriptedHub.Down;
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        await _station.Vault.Sees(_ => true);

        // When the leg is closed, and the attempt fails then
        await Close(Destination.VaultHub);
        _station.Vault.Open();

        // Then its end is on record, and that is all
        var after = await _station.Until(Package, t => t.Vault.CommandToken is null);
        (after.Vault.Status, after.Vault.LastError).ShouldBe((LegStatus.Closed, "HTTP 503"));
        (await Attempts()).ShouldBe(["1 transient"]);
        var actions = (await _station.LedgerOf(Package)).Where(e => e.Trail == "vault_hub").Select(e => e.Action);
        actions.ShouldBe(["prepare_vault", "leg_closed", "transfer_to_vault"]);
        await NothingComes(attempts: 1);
    }

    [Fact]
    public async Task An_attempt_in_flight_that_is_confirmed_completes_the_leg_and_both_entries_stay()
    {
        _station.Vault.Close();
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        await _station.Vault.Sees(_ => true);

        await Close(Destination.VaultHub);
        (await _station.Queries.Find(Package, CancellationToken.None))!.Status.ShouldBe("closed");
        _station.Vault.Open();

        var complete = await _station.UntilComplete(Package);
        (complete.Vault.Status, complete.Vault.Closing, complete.CurrentState).ShouldBe((LegStatus.Complete, null, "FullyComplete"));
        (await _station.LedgerOf(Package))
            .Where(e => e.Trail == "vault_hub")
            .Select(e => e.Action)
            .ShouldBe(["prepare_vault", "leg_closed", "transfer_to_vault"]);
        (await _station.LedgerOf(Package)).Count(e => e.Action == "transfer_complete").ShouldBe(1);
    }

    [Fact]
    public async Task A_leg_that_is_closed_already_stays_as_it_is()
    {
        await GivenAnEscalatedVaultLeg();
        await Close(Destination.VaultHub);
        var first = _station.Clock.GetUtcNow();
        _station.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = await _station.Closer.Close(
            Package,
            Destination.VaultHub,
            "another reason",
            new Requester("A. Smith", Authenticated: false),
            CancellationToken.None
        );

        again.ShouldBeOfType<CloseResult.Closed>().Closing.ShouldBe(new LegClosing(first, "J. Doe", "the hub has it"));
        (await _station.LedgerOf(Package)).Count(e => e.Action == "leg_closed").ShouldBe(1);
    }

    [Fact]
    public async Task A_leg_that_is_complete_or_not_there_cannot_be_closed()
    {
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        var complete = await _station.UntilComplete(Package);

        (await Close(Destination.VaultHub))
            .ShouldBeOfType<CloseResult.NotPossible>()
            .Detail.ShouldBe("The vault_hub leg is complete; only a leg that is not confirmed can be closed.");
        (await Close(Destination.NextNode))
            .ShouldBeOfType<CloseResult.NotPossible>()
            .Detail.ShouldBe("The next_node leg is not_applicable; only a leg that is not confirmed can be closed.");
        (await _station.LedgerOf(Package)).ShouldNotContain(e => e.Action == "leg_closed");
        (await _station.Queries.Find(Package, CancellationToken.None))!.CompletedTimestamp.ShouldBe(complete.CompletedAt);
    }

    [Fact]
    public async Task A_transfer_nobody_knows_is_not_found() => (await Close(Destination.VaultHub)).ShouldBeOfType<CloseResult.NotFound>();

    [Fact]
    public async Task A_redelivery_opens_it_again_and_attempt_numbers_continue()
    {
        await GivenAnEscalatedVaultLeg();
        await Close(Destination.VaultHub);
        _station.Vault.Answers = ScriptedHub.Accepted;

        (await Redeliver(Destination.VaultHub)).ShouldBeOfType<RedeliveryResult.Requested>();

        var complete = await _station.UntilComplete(Package);
        (complete.Vault.Attempts, complete.Vault.Closing).ShouldBe((2, null));
        (await _station.LedgerOf(Package))
            .Single(e => e.Action == "redeliver_requested")
            .Metadata.GetString("status_before")
            .ShouldBe("closed");
    }

    [Fact]
    public async Task It_stays_closed_when_the_signoff_or_the_process_comes_again()
    {
        await GivenAnEscalatedVaultLeg();
        await Close(Destination.VaultHub);

        await _station.Restart();
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));

        (await _station.Queries.Find(Package, CancellationToken.None))!.Status.ShouldBe("closed");
    }

    [Theory]
    [InlineData("digest", "Escalated")]
    [InlineData(null, "Held")]
    public void The_version_before_reads_a_leg_that_needs_an_operator(string? payload, string read)
    {
        var transfer = new TransferState { Vault = { PayloadSha256 = payload } };
        transfer.Vault.Close(new LegClosing(DateTimeOffset.UnixEpoch, "J. Doe", "the hub has it"));
        var table = new TransferTable();

        var body = table.Serialize(transfer);

        ((string)JsonNode.Parse(body)!["vault"]!["status"]!).ShouldBe(read);
        var back = table.Deserialize(body);
        (back.Vault.Status, back.Vault.Closing).ShouldBe((LegStatus.Closed, transfer.Vault.Closing));
        back.Vault.Reopen();
        back.Vault.Status.ToString().ShouldBe(read);
    }

    private async Task GivenAnEscalatedVaultLeg()
    {
        _station.Vault.Answers = ScriptedHub.SaysNo;
        await _station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await _station.Until(Package, t => t is { Vault.Status: LegStatus.Escalated, NextNode.Status: LegStatus.Complete });
    }

    private async Task NothingComes(int attempts)
    {
        (await _station.OutboxRows()).ShouldBe(0, "nothing is scheduled");
        _station.Clock.Advance(TimeSpan.FromHours(1));
        var shown = (await _station.Queries.Find(Package, CancellationToken.None))!;
        (shown.Status, shown.Legs.VaultHub.Attempts, shown.Legs.VaultHub.NextAttemptAt).ShouldBe(("closed", attempts, null));
        _station.Vault.Deliveries.Count.ShouldBe(attempts);
    }

    private async Task<IEnumerable<string>> Attempts() =>
        (await _station.Queries.Attempts(Package, CancellationToken.None))!.Items.Select(a => $"{a.Attempt} {a.Outcome}");

    private Task<CloseResult> Close(Destination leg) => _station.Closer.Close(Package, leg, "the hub has it", JDoe, CancellationToken.None);

    private Task<RedeliveryResult> Redeliver(Destination leg) =>
        _station.Desk.Request(Package, leg, "not closed after all", JDoe, CancellationToken.None);
}
