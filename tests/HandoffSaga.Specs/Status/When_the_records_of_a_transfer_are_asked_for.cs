using System.Text;
using System.Text.Json;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status.Views;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Status;

public sealed class When_the_records_of_a_transfer_are_asked_for : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Handoffs.Received;
    private readonly TransferState _transfer = Handoffs.OnItsWay("PKG-1");
    private StationStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await StationStore.Migrated();
        await _store.Write(_transfer);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Attempts_of_both_legs_come_in_the_order_they_were_made()
    {
        // Given a vault attempt that failed and was confirmed after all, a next-node attempt still under way, and a second vault attempt that waits
        await _store.Write(
            Tables.AttemptStarted.Row(
                _transfer.CorrelationId,
                "vault_hub",
                1L,
                "first",
                Now,
                Now.AddSeconds(1),
                Guid.NewGuid(),
                "digest",
                "XFER-PKG-1:vault_hub"
            )
        );
        await _store.Write(
            Tables.AttemptEnded.Row(
                _transfer.CorrelationId,
                "vault_hub",
                1L,
                "first",
                Now.AddSeconds(2),
                "transient",
                503L,
                "HTTP 503",
                "busy\\u0007",
                "answer",
                """{"ledger_origin":"o","ledger_root":"r","ledger_size":41,"problem":null,"signed":true,"standing":"as_sent"}""",
                "http:503"
            )
        );
        await _store.Write(
            Tables.AttemptLateReceipt.Row(
                _transfer.CorrelationId,
                "vault_hub",
                1L,
                """{"error":null,"error_code":null,"evidence":"receipt","ledger_head_seen":null,"outcome":"delivered","receipt_id":"VH-1","received_at":"2025-06-01T14:02:15.480Z","received_by":"v","response_excerpt":"{}","response_sha256":"d","status_code":null}"""
            )
        );
        await _store.Write(
            Tables.AttemptStarted.Row(
                _transfer.CorrelationId,
                "next_node",
                1L,
                "first",
                Now.AddSeconds(1),
                Now.AddSeconds(1),
                null,
                "digest2",
                "XFER-PKG-1:next_node"
            )
        );
        await _store.Write(Tables.AttemptWaiting.Row(_transfer.CorrelationId, "vault_hub", 2L, "redelivery", Now.AddSeconds(3)));

        var attempts = (await _store.Queries.Attempts("PKG-1", CancellationToken.None)).ShouldNotBeNull();

        JsonSerializer
            .Serialize(attempts, StatusJson.Default.AttemptList)
            .ShouldBe(
                """{"items":[{"leg":"vault_hub","attempt":1,"started_at":"2025-06-01T14:02:13.480Z","ended_at":"2025-06-01T14:02:14.480Z","outcome":"transient","cause":"first","status_code":503,"error":"HTTP 503","error_code":"http:503","response_excerpt":"busy\\u0007","response_sha256":"answer","ledger_head_seen":{"standing":"as_sent","signed":true,"ledger_origin":"o","ledger_size":41,"ledger_root":"r","problem":null},"late_receipt":{"received_at":"2025-06-01T14:02:15.480Z","outcome":"delivered","status_code":null,"error":null,"error_code":null,"evidence":"receipt","receipt_id":"VH-1","received_by":"v","response_excerpt":"{}","response_sha256":"d","ledger_head_seen":null},"payload_sha256":"digest","idempotency_key":"XFER-PKG-1:vault_hub"},"""
                    + """{"leg":"next_node","attempt":1,"started_at":"2025-06-01T14:02:13.480Z","ended_at":null,"outcome":null,"cause":"first","status_code":null,"error":null,"error_code":null,"response_excerpt":null,"response_sha256":null,"ledger_head_seen":null,"late_receipt":null,"payload_sha256":"digest2","idempotency_key":"XFER-PKG-1:next_node"},"""
                    + """{"leg":"vault_hub","attempt":2,"started_at":null,"ended_at":null,"outcome":null,"cause":"redelivery","status_code":null,"error":null,"error_code":null,"response_excerpt":null,"response_sha256":null,"ledger_head_seen":null,"late_receipt":null,"payload_sha256":null,"idempotency_key":null}]}"""
            );
    }

    [Fact]
    public async Task The_audit_shows_the_transfer_s_entries_byte_for_byte_in_the_order_they_were_written()
    {
        // Given entries of three trails, one that JSON libraries would escape otherwise, and entries of others
        await Entry("""{"action":"receive_authorization","details":"é + <x>"}""", _transfer.CorrelationId, "transfer", 1);
        await Entry("""{"action":"someone_else"}""", Guid.NewGuid(), "transfer", 7);
        await Entry("""{"action":"transfer_to_vault","n":1e+21}""", _transfer.CorrelationId, "vault_hub", 1);
        await Entry("""{"action":"reject_authorization"}""", null, null, null);
        await Entry("""{"action":"read_routing"}""", _transfer.CorrelationId, "transfer", 2);

        var audit = (await _store.Queries.Audit("PKG-1", CancellationToken.None)).ShouldNotBeNull();

        Encoding
            .UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(audit, StatusJson.Default.LedgerEntryList))
            .ShouldBe(
                """{"items":[{"action":"receive_authorization","details":"é + <x>"},{"action":"transfer_to_vault","n":1e+21},{"action":"read_routing"}]}"""
            );
    }

    [Fact]
    public async Task A_package_comes_back_exactly_as_it_is_sent()
    {
        var payload = """{ "target_node":"NODE-CP-001",  "package":{"é":1} }"""u8.ToArray();
        await _store.Write(Tables.Packages.Row(_transfer.CorrelationId, "next_node", payload, "digest", Now));

        (await _store.Queries.Package("PKG-1", Destination.NextNode, CancellationToken.None)).ShouldBe(payload);
        (await _store.Queries.Package("PKG-1", Destination.VaultHub, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_signoff_is_the_vault_package_without_what_we_added()
    {
        // Given a vault package: a signoff with members nobody knows, and ours among them
        var signoff =
            """{"approvals":[{"name":"J. Doe"}],"clientpo_id":"CPO-1","guardian_signature":"a..b","package_id":"PKG-1","test_data":{"transfer_id":"theirs","n":0.1},"zz":"é"}""";
        var package =
            """{"approvals":[{"name":"J. Doe"}],"audit_chain":{"a":1},"clientpo_id":"CPO-1","completion_timestamp":"t","compliance_metadata":{"a":true},"guardian_signature":"a..b","package_id":"PKG-1","package_type":"test_results","source_node":"NODE","test_data":{"transfer_id":"theirs","n":0.1},"transfer_id":"XFER-PKG-1","workflow_status":{"b":[]},"zz":"é"}""";
        await _store.Write(Tables.Packages.Row(_transfer.CorrelationId, "vault_hub", Encoding.UTF8.GetBytes(package), "digest", Now));

        var found = (await _store.Queries.Signoff("PKG-1", CancellationToken.None)).ShouldNotBeNull();

        Encoding
            .UTF8.GetString(found)
            .ShouldBe(signoff.Replace("{\"transfer_id\":\"theirs\",\"n\":0.1}", "{\"n\":0.1,\"transfer_id\":\"theirs\"}"));
    }

    private Task Entry(string canonical, Guid? correlationId, string? trail, long? sequence) =>
        _store.Write(
            Tables.LedgerEntries.Row(
                Guid.NewGuid(),
                correlationId,
                "PKG-1",
                trail,
                sequence,
                "action",
                Encoding.UTF8.GetBytes(canonical),
                new byte[32],
                Now
            )
        );
}
