using System.Net.Http.Json;
using System.Text.Json;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;

namespace HandoffSaga.Specs.Hubs.StandIn;

public sealed class When_a_stand_in_hub_receives : IAsyncLifetime
{
    private StandInHub _hub = null!;
    private HttpHubConnector _connector = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await StandInHub.Start(new StandInHubOptions { Kind = HubKind.Vault, Name = "vault-hub-1" }, Ct);
        _connector = new HttpHubConnector(
            new HubOptions { Url = new Uri(_hub.BaseAddress, "/receive-test-results") },
            ReceiptSignatures.NotChecked,
            TimeProvider.System
        );
    }

    public async ValueTask DisposeAsync()
    {
        _connector.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task It_answers_a_receipt_that_completes_the_leg()
    {
        var outcome = await _connector.Deliver(Sample.Delivery(), Ct);

        outcome.Outcome.ShouldBe(AttemptOutcome.Delivered);
        outcome.Evidence.ShouldBe(Evidence.Receipt);
        outcome.ReceiptId.ShouldBe("VH-00001");
        outcome.ReceivedBy.ShouldBe("vault-hub-1");
        _hub.Kept.ShouldHaveSingleItem().Payload.ToArray().ShouldBe(Sample.Delivery().Payload.ToArray());
    }

    [Fact]
    public async Task It_sends_back_the_head_of_the_ledger_that_the_package_carries()
    {
        var root = new string('a', 64);
        var carrying = Sample.Delivery(
            payload: $$"""{"audit_chain":{"ledger_origin":"handoff.local/NODE-LP-001","ledger_size":41,"ledger_root":"{{root}}"} }"""
        );
        (await _connector.Deliver(carrying, Ct)).LedgerHeadSeen.ShouldBe(
            new ReportedCheckpoint.Claimed("handoff.local/NODE-LP-001", 41, root)
        );

        var before = Sample.Delivery(
            transferId: "XFER-PKG-FIRST",
            payload: """{"audit_chain":{"ledger_origin":"handoff.local/NODE-LP-001","ledger_size":null,"ledger_root":null}}"""
        );
        (await _connector.Deliver(before, Ct)).LedgerHeadSeen.ShouldBeNull();
        _hub.Fail = FailRules.TryParse("bad-head", out var rules, out var problem) ? rules : throw new InvalidOperationException(problem);
        (await _connector.Deliver(carrying with { Attempt = 2 }, Ct)).LedgerHeadSeen.ShouldBe(
            new ReportedCheckpoint.Claimed("handoff.local/NODE-LP-001", 41, new string('0', 64))
        );
    }

    [Fact]
    public async Task A_second_time_it_is_a_duplicate_with_the_first_receipt()
    {
        var first = await _connector.Deliver(Sample.Delivery(1), Ct);
        var second = await _connector.Deliver(Sample.Delivery(2), Ct);

        second.Outcome.ShouldBe(AttemptOutcome.Delivered);
        second.ReceiptId.ShouldBe(first.ReceiptId);
        _hub.Received.Select(request => (request.Attempt, request.Answer)).ShouldBe([(1, "accepted"), (2, "duplicate")]);
        _hub.AcceptedByKey.ShouldBe(new Dictionary<string, int> { [Sample.Delivery().IdempotencyKey] = 1 });
    }

    [Fact]
    public async Task Many_at_once_under_one_key_are_accepted_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 50).Select(attempt => _connector.Deliver(Sample.Delivery(attempt), Ct)));

        outcomes.ShouldAllBe(outcome => outcome.Outcome == AttemptOutcome.Delivered && outcome.ReceiptId == "VH-00001");
        _hub.AcceptedByKey.Values.ShouldBe([1]);
    }

    [Fact]
    public async Task Other_bytes_under_the_same_key_are_a_conflict()
    {
        await _connector.Deliver(Sample.Delivery(), Ct);

        var outcome = await _connector.Deliver(Sample.Delivery(payload: """{"package_type":"other"}"""), Ct);

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
        outcome.StatusCode.ShouldBe(409);
        _hub.Kept.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Bytes_that_changed_on_the_way_are_not_kept()
    {
        var outcome = await _connector.Deliver(Sample.Delivery() with { Payload = "{}"u8.ToArray() }, Ct);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.Error.ShouldBe("digest_mismatch");
        _hub.Kept.ShouldBeEmpty();
        _hub.Received.ShouldHaveSingleItem().DigestOk.ShouldBeFalse();
    }

    [Fact]
    public async Task A_package_for_the_other_hub_is_rejected()
    {
        var outcome = await _connector.Deliver(Sample.Delivery(destination: Destination.NextNode), Ct);

        outcome.Outcome.ShouldBe(AttemptOutcome.Permanent);
        outcome.Error.ShouldBe("rejected: this hub takes vault_hub, not next_node");
    }

    [Fact]
    public async Task What_is_no_delivery_is_told_what_it_lacks()
    {
        using var http = new HttpClient();

        var answer = await http.PostAsJsonAsync(_hub.BaseAddress, new { hello = "world" }, Ct);

        ((int)answer.StatusCode).ShouldBe(400);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("Idempotency-Key is missing");
    }

    [Fact]
    public async Task It_lists_what_it_has()
    {
        await _connector.Deliver(Sample.Delivery(), Ct);
        using var http = new HttpClient();

        var list = await http.GetFromJsonAsync<JsonElement>(new Uri(_hub.BaseAddress, "/received"), Ct);

        list.GetProperty("hub").GetString().ShouldBe("vault-hub-1");
        list.GetProperty("total").GetInt32().ShouldBe(1);
        var item = list.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        item.GetProperty("idempotency_key").GetString().ShouldBe(Sample.Delivery().IdempotencyKey);
        item.GetProperty("payload_sha256").GetString().ShouldBe(Sample.Delivery().PayloadSha256);
    }

    [Fact]
    public async Task Its_requests_can_be_followed_as_they_come()
    {
        await _connector.Deliver(Sample.Delivery(1), Ct);
        await using var requests = _hub.Follow(Ct).GetAsyncEnumerator(Ct);
        (await requests.MoveNextAsync()).ShouldBeTrue();

        var next = requests.MoveNextAsync();
        next.IsCompleted.ShouldBeFalse();
        await _connector.Deliver(Sample.Delivery(2), Ct);

        (await next).ShouldBeTrue();
        requests.Current.Answer.ShouldBe("duplicate");
    }
}
