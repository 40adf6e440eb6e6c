using HandoffSaga.Durability;
using static HandoffSaga.Durability.ColumnKind;

namespace HandoffSaga.Storage;

/// <summary>The tables the domain writes to. The EF Core migrations beside this file create the schema.</summary>
internal static class Tables
{
    /// <summary>The bodies as they are sent, one per leg.</summary>
    public static readonly RowShape Packages = RowShape.Upsert(
        "packages",
        2,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("payload", Bytes),
        new("payload_sha256", Text),
        new("built_at", Time)
    );

    /// <summary>An attempt that was taken and waits for a slot at its hub.</summary>
    public static readonly RowShape AttemptWaiting = RowShape.Upsert(
        "attempts",
        3,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("attempt", Integer),
        new("cause", Text),
        new("taken_at", Time)
    );

    /// <summary>The same where nothing was recorded of the attempt before; a conflict where something was.</summary>
    public static readonly RowShape AttemptTaken = RowShape.Append("attempts", 3, [.. AttemptWaiting.Columns]);

    /// <summary>An attempt's start, written before its first byte leaves.</summary>
    public static readonly RowShape AttemptStarted = RowShape.Upsert(
        "attempts",
        3,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("attempt", Integer),
        new("cause", Text),
        new("taken_at", Time),
        new("started_at", Time),
        new("instance", Uuid),
        new("payload_sha256", Text),
        new("idempotency_key", Text)
    );

    /// <summary>The same where nothing was recorded of the attempt before; a conflict where something was.</summary>
    public static readonly RowShape AttemptBegun = RowShape.Append("attempts", 3, [.. AttemptStarted.Columns]);

    /// <summary>How far an attempt came: read, never written, by this shape.</summary>
    public static readonly RowShape AttemptProgress = RowShape.Upsert(
        "attempts",
        3,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("attempt", Integer),
        new("started_at", Time),
        new("instance", Uuid),
        new("ended_at", Time)
    );

    /// <summary>Whether an attempt is over: read, never written, by this shape.</summary>
    public static readonly RowShape AttemptAnswer = RowShape.Upsert(
        "attempts",
        3,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("attempt", Integer),
        new("cause", Text),
        new("ended_at", Time)
    );

    /// <summary>The package that was sent, without its bytes: read, never written, by this shape.</summary>
    public static readonly RowShape PackageDigests = RowShape.Upsert(
        "packages",
        2,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("payload_sha256", Text)
    );

    /// <summary>How far both legs are: read, never written, by this shape.</summary>
    public static readonly RowShape TransferAttempts = RowShape.Upsert(
        "transfers",
        1,
        new("correlation_id", Uuid),
        new("vault_attempts", Integer),
        new("next_node_attempts", Integer)
    );

    /// <summary>An attempt's end.</summary>
    public static readonly RowShape AttemptEnded = RowShape.Upsert(
        "attempts",
        3,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("attempt", Integer),
        new("cause", Text),
        new("ended_at", Time),
        new("outcome", Text),
        new("status_code", Integer),
        new("error", Text),
        new("response_excerpt", Text),
        new("response_sha256", Text),
        new("ledger_head_seen", Text),
        new("error_code", Text)
    );

    /// <summary>What came for an attempt after its end; a JSON object. The newest replaces the one before; the ledger has each.</summary>
    public static readonly RowShape AttemptLateReceipt = RowShape.Upsert(
        "attempts",
        3,
        new("correlation_id", Uuid),
        new("leg", Text),
        new("attempt", Integer),
        new("late_receipt", Text)
    );

    /// <summary>The ledger, append-only; <c>entry</c> is the canonical bytes, <c>leaf_hash</c> their RFC 6962 leaf hash.</summary>
    public static readonly RowShape LedgerEntries = RowShape.Append(
        "ledger_entries",
        1,
        new("event_id", Uuid),
        new("correlation_id", Uuid),
        new("package_id", Text),
        new("trail", Text),
        new("trail_seq", Integer),
        new("action", Text),
        new("entry", Bytes),
        new("leaf_hash", Bytes),
        new("recorded_at", Time)
    );

    /// <summary>The columns of <see cref="LedgerEntries"/> that the log reads.</summary>
    public static (Guid EventId, byte[] Entry, byte[] LeafHash) ForTheLog(Row row) =>
        ((Guid)row.Values[0]!, (byte[])row.Values[6]!, (byte[])row.Values[7]!);

    /// <summary>The place of a run of events in the log, append-only.</summary>
    public static readonly RowShape LedgerIndex = RowShape.Append(
        "ledger_index",
        1,
        new("log_index", Integer),
        new("first_seq", Integer),
        new("entries", Integer)
    );

    /// <summary>The log's checkpoints, append-only; the key lets only one continue another.</summary>
    public static readonly RowShape LedgerHeads = RowShape.Append(
        "ledger_heads",
        1,
        new("continues", Integer),
        new("size", Integer),
        new("root", Bytes),
        new("subtrees", Bytes),
        new("sequenced_at", Time)
    );

    /// <summary>Whose log it is, append-only.</summary>
    public static readonly RowShape LedgerIdentity = RowShape.Append(
        "ledger_identity",
        1,
        new("id", Integer),
        new("origin", Text),
        new("verifier_key", Text),
        new("recorded_at", Time)
    );

    /// <summary>What SMART-Ledger has accepted, append-only; the key lets only one replica continue a channel.</summary>
    public static readonly RowShape LedgerForwards = RowShape.Append(
        "ledger_forwards",
        2,
        new("way", Text),
        new("continues", Integer),
        new("next_index", Integer),
        new("forwarded_at", Time)
    );

    /// <summary>Whether there is a transfer: read, never written, by this shape.</summary>
    public static readonly RowShape TransferKnown = RowShape.Upsert("transfers", 1, new("correlation_id", Uuid), new("package_id", Text));

    /// <summary>
    /// Signoffs rejected at intake, kept for inspection: at most 64 KiB of each and the digest of all of it. The store itself drops the
    /// oldest beyond 1000.
    /// </summary>
    public static readonly RowShape Rejected = RowShape.Append(
        "rejected",
        1,
        new("rejection_id", Uuid),
        new("package_id", Text),
        new("source", Text),
        new("reason", Text),
        new("detail", Text),
        new("body", Bytes),
        new("body_length", Integer),
        new("body_sha256", Text),
        new("received_at", Time),
        new("sum_id", Uuid),
        new("sum", Text)
    );
}
