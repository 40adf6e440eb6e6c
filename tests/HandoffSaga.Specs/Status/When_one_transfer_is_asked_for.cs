using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Specs.Status;

public sealed class When_one_transfer_is_asked_for : IAsyncLifetime
{
    private StationStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await StationStore.Migrated();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task It_is_shown_as_the_wire_contract_has_it()
    {
        // Given a vault leg that waits for its fourth try and a next-node leg that is through
        await _store.Write(
            Handoffs.OnItsWay(
                "PKG-1",
                transfer =>
                {
                    transfer.Vault.Fail(LegStatus.RetryPending, attempts: 3, "HTTP 503", Handoffs.Received.AddMinutes(5), "http:503");
                    transfer.NextNode.Complete(Handoffs.Received.AddSeconds(1));
                }
            )
        );

        // When
        var view = await _store.Queries.Find("PKG-1", CancellationToken.None);

        // Then every member is there, under its name, in its order, null where there is nothing
        JsonSerializer
            .Serialize(view.ShouldNotBeNull(), StatusJson.Default.TransferView)
            .ShouldBe(
                Compact(
                    """
                    {
                      "transfer_id": "XFER-PKG-1", "package_id": "PKG-1", "clientpo_id": "CPO-2025-001", "test_id": "SC-2025-001-LP-TEST1",
                      "part_id": "PART-0001", "part_number": "PN-7781",
                      "status": "retry_pending", "vault_status": "retry_pending", "next_node_status": "complete", "retry_count": 2,
                      "routing": { "routing_type": "next_node", "next_station": "NODE-CP-001", "next_contract": "SC-2025-001-CP-TEST1.yaml",
                                   "vault_transfer": true, "workflow_complete": false, "is_final_contract": false },
                      "received_timestamp": "2025-06-01T14:02:12.480Z", "completed_timestamp": null,
                      "signoff_sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                      "legs": {
                        "vault_hub": { "status": "retry_pending", "attempts": 3, "next_attempt_at": "2025-06-01T14:07:12.480Z", "last_error": "HTTP 503", "last_error_code": "http:503",
                          "held_reason": null, "payload_sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                          "evidence": null, "receipt_id": null, "received_by": null, "completed_at": null,
                          "closed_at": null, "closed_by": null, "closed_reason": null },
                        "next_node": { "status": "complete", "target_node": "NODE-CP-001", "attempts": 1, "next_attempt_at": null, "last_error": null, "last_error_code": null,
                          "held_reason": null, "payload_sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
                          "evidence": "receipt", "receipt_id": "VH-99812", "received_by": "vault-hub-1", "completed_at": "2025-06-01T14:02:13.480Z",
                          "closed_at": null, "closed_by": null, "closed_reason": null } } }
                    """
                )
            );
    }

    [Fact]
    public async Task A_held_leg_says_why_and_a_route_that_is_not_known_is_null()
    {
        await _store.Write(
            Handoffs.OnItsWay(
                "PKG-1",
                transfer =>
                {
                    transfer.Route = null;
                    transfer.NextNode = new Leg
                    {
                        Destination = Destination.NextNode,
                        Status = LegStatus.Held,
                        HeldReason = HeldReasons.RoutingMissing,
                    };
                }
            )
        );

        var view = (await _store.Queries.Find("PKG-1", CancellationToken.None)).ShouldNotBeNull();

        view.Status.ShouldBe("held");
        view.Routing.ShouldBeNull();
        view.Legs.NextNode.HeldReason.ShouldBe("routing_missing");
        view.RetryCount.ShouldBe(0, "a leg that was never tried has no retries");
    }

    [Fact]
    public async Task Retries_are_the_attempts_after_each_leg_s_first()
    {
        await _store.Write(Handoffs.OnItsWay("PKG-1", transfer => (transfer.Vault.Attempts, transfer.NextNode.Attempts) = (4, 2)));

        (await _store.Queries.Find("PKG-1", CancellationToken.None)).ShouldNotBeNull().RetryCount.ShouldBe(4);
    }

    [Theory]
    [InlineData("PKG-2")]
    [InlineData("pkg-1")]
    [InlineData("PKG-1 ")]
    public async Task A_package_nobody_signed_off_is_not_found(string packageId)
    {
        await _store.Write(Handoffs.OnItsWay("PKG-1"));

        (await _store.Queries.Find(packageId, CancellationToken.None)).ShouldBeNull();
        (await _store.Queries.Attempts(packageId, CancellationToken.None)).ShouldBeNull();
        (await _store.Queries.Audit(packageId, CancellationToken.None)).ShouldBeNull();
        (await _store.Queries.Signoff(packageId, CancellationToken.None)).ShouldBeNull();
        (await _store.Queries.Package(packageId, Destination.VaultHub, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("2025-06-01T14:02:12.000+00:00", "2025-06-01T14:02:12.000Z")]
    [InlineData("2025-06-01T16:02:12.4809+02:00", "2025-06-01T14:02:12.480Z")]
    public void Times_are_utc_with_milliseconds(string time, string written) =>
        JsonSerializer
            .Serialize(
                new HubView
                {
                    Waiting = 0,
                    Escalated = 0,
                    Held = 0,
                    Oldest = DateTimeOffset.Parse(time),
                    NextAttemptAt = null,
                    LastSuccessAt = null,
                    LastError = null,
                    LastErrorCode = null,
                    LastErrorAt = null,
                },
                StatusJson.Default.HubView
            )
            .ShouldContain($"\"oldest\":\"{written}\"");

    private static string Compact(string json) => JsonNode.Parse(Encoding.UTF8.GetBytes(json))!.ToJsonString();
}
