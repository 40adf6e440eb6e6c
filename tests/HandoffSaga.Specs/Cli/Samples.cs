namespace HandoffSaga.Specs.Cli;

/// <summary>What a service says of one package.</summary>
internal static class Samples
{
    /// <summary>A good one, of no log in particular.</summary>
    public static string VerifierKey
    {
        get
        {
            using var key = HandoffSaga.Ledger.NoteSigningKey.Generate("handoff.local/NODE-001", HandoffSaga.Ledger.NoteKeyType.Ed25519);
            return key.VerifierKey.ToString();
        }
    }

    public const string Package = "PKG-2025-001-LP-TEST1";

    public const string Transfer = """
        { "transfer_id": "XFER-PKG-2025-001-LP-TEST1", "package_id": "PKG-2025-001-LP-TEST1", "clientpo_id": "CPO-2025-001", "test_id": "SC-2025-001-LP-TEST1",
          "part_id": "PART-0001", "part_number": "PN-7781", "status": "retry_pending", "vault_status": "retry_pending", "next_node_status": "complete",
          "retry_count": 2, "routing": { "routing_type": "next_node", "next_station": "NODE-CP-001", "next_contract": "SC-2025-001-CP-TEST1.yaml",
          "vault_transfer": true, "workflow_complete": false, "is_final_contract": false },
          "received_timestamp": "2025-06-01T14:02:12.480Z", "completed_timestamp": null, "signoff_sha256": "ab12",
          "legs": { "vault_hub": { "status": "retry_pending", "attempts": 3, "next_attempt_at": "2025-06-01T14:07:12.480Z", "last_error": "HTTP 503" },
                    "next_node": { "status": "complete", "target_node": "NODE-CP-001", "attempts": 1, "evidence": "receipt", "receipt_id": "FH-00001" } } }
        """;

    public const string Attempts = """
        { "items": [ { "leg": "vault_hub", "attempt": 1, "started_at": "2025-06-01T14:02:12.490Z", "ended_at": "2025-06-01T14:02:12.500Z",
          "outcome": "transient", "cause": "first", "status_code": 503, "error": "HTTP 503",
          "ledger_head_seen": { "standing": "as_sent", "signed": true, "ledger_origin": "o", "ledger_size": 41, "ledger_root": "r", "problem": null } } ] }
        """;

    public const string Audit = """
        { "items": [ { "action": "receive_authorization", "trail": "transfer", "user_id": "system", "details": "Authorized by Guardian", "occurred_at": "2025-06-01T14:02:12.480Z" } ] }
        """;
}
