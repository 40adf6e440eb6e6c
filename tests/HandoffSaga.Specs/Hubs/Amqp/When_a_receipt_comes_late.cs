using HandoffSaga.Closing;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Specs.Hubs.Amqp;

/// <summary>What an attempt was recorded with stays; what came afterwards stands beside it.</summary>
public sealed class When_a_receipt_comes_late
{
    [Fact]
    public async Task The_attempt_keeps_its_own_end_and_the_receipt_stands_beside_it()
    {
        // Given an attempt whose receipt did not come in time
        await using var station = await StationOverBroker.Started(
            "amqp",
            given: s => s.Redelivery = RedeliveryPolicy.Default with { Delays = [] }
        );
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await WithoutReceipt(station, LegStatus.Escalated);
        var before = await Attempt(station, 1);

        // When it comes later
        station.Clock.Advance(TimeSpan.FromMinutes(1));
        await station.Receive(ScriptedBroker.Receipt(delivery));

        // Then the leg is complete by it, and the attempt is what it was
        await station.UntilComplete("PKG-1");
        var after = await Attempt(station, 1);
        after.ShouldBe(before with { LateReceipt = after.LateReceipt });
        (after.Outcome, after.ErrorCode).ShouldBe(("no_reply", "deadline:no_receipt"));
        var late = after.LateReceipt.ShouldNotBeNull();
        (late.ReceivedAt, late.Outcome, late.Error).ShouldBe((station.Clock.GetUtcNow(), "delivered", null));
        (late.Evidence, late.ReceiptId, late.ReceivedBy).ShouldBe(("receipt", "R-1", "hub-1"));
        late.ResponseExcerpt.ShouldNotBeNull();

        // And the ledger has both, at the same times
        (await station.LedgerOf("PKG-1"))
            .Where(entry => entry.Action == "transfer_to_vault")
            .Select(entry => (entry.Metadata.GetString("outcome"), entry.OccurredAt))
            .ShouldBe([("no_reply", after.EndedAt!.Value), ("delivered", late.ReceivedAt)]);
    }

    [Fact]
    public async Task A_late_rejection_stands_beside_the_end_too()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await WithoutReceipt(station, LegStatus.RetryPending);

        await station.Receive(ScriptedBroker.Receipt(delivery, "rejected", more: ",\"attempt\":1,\"reason\":\"disk full\""));

        var attempt = await Attempt(station, 1);
        (attempt.Outcome, attempt.LateReceipt?.Outcome, attempt.LateReceipt?.Error).ShouldBe(
            ("no_reply", "permanent", "rejected: disk full")
        );
    }

    [Fact]
    public async Task An_attempt_that_another_ones_receipt_made_needless_ends_as_it_ends()
    {
        // Given a second attempt in flight, and a receipt for the first that completes the leg
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var first = await WithoutReceipt(station, LegStatus.RetryPending);
        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        var second = await station.Broker!.Next();
        await station.Receive(ScriptedBroker.Receipt(first, more: ",\"attempt\":1"));
        var complete = await station.UntilComplete("PKG-1");

        // When the hub rejects the second
        await station.Receive(ScriptedBroker.Receipt(second, "rejected", more: ",\"attempt\":2,\"reason\":\"I have it\""));

        // Then that is its end, and each attempt has its own
        var after = await station.Until("PKG-1", t => t.Version > complete.Version && t.Vault.Unanswered is null);
        after.Vault.Status.ShouldBe(LegStatus.Complete);
        (await StationOverBroker.Attempts(station)).ShouldBe(["1 no_reply", "2 permanent"]);
        (await Attempt(station, 1)).LateReceipt?.Outcome.ShouldBe("delivered");
        (await Attempt(station, 2)).LateReceipt.ShouldBeNull();
    }

    [Fact]
    public async Task An_attempt_that_a_person_replaced_in_flight_ends_as_it_ends()
    {
        // Given an attempt in flight of a leg that was closed and taken up again
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var first = await StationOverBroker.Delivered(station);
        var person = new Requester("J. Doe", Authenticated: false);
        (
            await station.Closer.Close("PKG-1", Destination.VaultHub, "r", person, CancellationToken.None)
        ).ShouldBeOfType<CloseResult.Closed>();
        await station.Desk.Request("PKG-1", Destination.VaultHub, "r", person, CancellationToken.None);
        await station.Broker!.Next();

        await station.Receive(ScriptedBroker.Receipt(first, more: ",\"attempt\":1"));

        await station.UntilComplete("PKG-1");
        var attempt = await Attempt(station, 1);
        (attempt.Outcome, attempt.LateReceipt).ShouldBe(("delivered", null));
    }

    private static async Task<RawPublication> WithoutReceipt(Station station, LegStatus then)
    {
        var delivery = await StationOverBroker.Delivered(station);
        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == then);
        return delivery;
    }

    private static async Task<AttemptView> Attempt(Station station, int number) =>
        (await station.Queries.Attempts("PKG-1", CancellationToken.None))!.Items.Single(attempt => attempt.Attempt == number);
}
