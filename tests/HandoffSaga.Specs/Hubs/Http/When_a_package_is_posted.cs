using System.Diagnostics;
using System.Security.Cryptography;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class When_a_package_is_posted
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_carries_the_headers_of_the_contract_each_once()
    {
        await using var hub = await LoopbackHub.Answering(200);
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);
        var delivery = Sample.Delivery(attempt: 3);

        await connector.Deliver(delivery, Ct);

        var request = hub.Arrived.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/receive-test-results");
        request.Protocol.ShouldBe("HTTP/1.1");
        request.Headers["Idempotency-Key"].ShouldBe(["\"XFER-PKG-2025-001-LP-TEST1:vault_hub\""]);
        request.Headers["Handoff-Leg"].ShouldBe(["vault_hub"]);
        request.Headers["Handoff-Attempt"].ShouldBe(["3"]);
        request.Headers["Handoff-Payload-SHA256"].ShouldBe([delivery.PayloadSha256]);
        request.Headers["Content-Digest"].ShouldBe([$"sha-256=:{Convert.ToBase64String(SHA256.HashData(delivery.Payload.Span))}:"]);
        request.Headers["Content-Type"].ShouldBe(["application/json"]);
        request.Headers["traceparent"].ShouldHaveSingleItem().ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$");
    }

    [Fact]
    public async Task It_carries_nothing_that_nobody_asked_for()
    {
        await using var hub = await LoopbackHub.Answering(200);
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);
        using var baggage = new Activity("somebody else's").AddBaggage("customer", "secret").Start();

        await connector.Deliver(Sample.Delivery(), Ct);

        hub.Arrived.ShouldHaveSingleItem()
            .Headers.Keys.ShouldBe(
                [
                    "Host",
                    "Idempotency-Key",
                    "Handoff-Leg",
                    "Handoff-Attempt",
                    "Handoff-Payload-SHA256",
                    "Accept-Encoding",
                    "traceparent",
                    "Content-Type",
                    "Content-Digest",
                    "Content-Length",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task The_bytes_are_the_same_at_every_attempt()
    {
        await using var hub = await LoopbackHub.Answering(503);
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);

        for (var attempt = 1; attempt <= 3; attempt++)
            await connector.Deliver(Sample.Delivery(attempt), Ct);

        hub.Arrived.Count.ShouldBe(3);
        hub.Arrived.ShouldAllBe(request => request.Body.SequenceEqual(Sample.Delivery(1).Payload.ToArray()));
    }

    [Fact]
    public async Task The_next_node_s_leg_is_named_so()
    {
        await using var hub = await LoopbackHub.Answering(200);
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);

        await connector.Deliver(Sample.Delivery(destination: Destination.NextNode), Ct);

        hub.Arrived.ShouldHaveSingleItem().Headers["Handoff-Leg"].ShouldBe(["next_node"]);
    }

    [Fact]
    public async Task The_attempt_is_an_activity_that_ends_after_the_verdict_and_is_the_hub_s_parent()
    {
        var transferId = $"XFER-{Guid.NewGuid():N}";
        Activity? stopped = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => stopped = activity.GetTagItem("transfer_id") as string == transferId ? activity : stopped,
        };
        ActivitySource.AddActivityListener(listener);
        await using var hub = await LoopbackHub.Answering(503);
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);

        await connector.Deliver(Sample.Delivery(attempt: 2, transferId: transferId), Ct);

        stopped.ShouldNotBeNull().OperationName.ShouldBe("handoff.deliver");
        stopped.GetTagItem("leg").ShouldBe("vault_hub");
        stopped.GetTagItem("attempt").ShouldBe(2);
        stopped.GetTagItem("outcome").ShouldBe("transient");
        stopped.StatusDescription.ShouldBe("HTTP 503");
        hub.Arrived.ShouldHaveSingleItem().Headers["traceparent"].ShouldBe([stopped.Id!]);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_own_cancellation_back()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        });
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.Url }, ReceiptSignatures.NotChecked, TimeProvider.System);

        var cancelled = await Should.ThrowAsync<OperationCanceledException>(() => connector.Deliver(Sample.Delivery(), caller.Token));

        cancelled.CancellationToken.ShouldBe(caller.Token);
    }
}
