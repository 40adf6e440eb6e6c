namespace HandoffSaga.Benchmarks.Scale;

/// <summary>
/// The SQL by which finished transfers are copied, the same for both stores but for three expressions. Every table that a handoff writes
/// gets its rows: <c>transfers</c>, <c>packages</c>, <c>attempts</c>, <c>ledger_entries</c>. Ids are new and of the product's own kind (a
/// random one for the transfer, one that grows with time for the event), and every copy is a little older than the one after it; bodies are
/// copied as they are.
/// </summary>
/// <param name="newEventId">An expression for an event's id, of <c>{0}</c>, when it was recorded.</param>
/// <param name="earlier">An expression for the time <c>{0}</c>, earlier by <c>{1}</c> ten minutes.</param>
internal sealed class CopiedRows(string newEventId, string earlier)
{
    /// <summary>So many finished transfers are copied; each copy of all of them is one more time as many.</summary>
    public const int Originals = 1000;

    private static readonly string[] TransferTimes =
    [
        "vault_next_attempt_at",
        "vault_completed_at",
        "next_node_next_attempt_at",
        "next_node_completed_at",
        "received_at",
        "completed_at",
    ];

    private static readonly string[] TransferColumns =
    [
        "version",
        "current_state",
        "body",
        "clientpo_id",
        "test_id",
        "part_number",
        "station",
        "vault_status",
        "vault_attempts",
        "vault_error",
        "next_node_status",
        "next_node_attempts",
        "next_node_error",
    ];

    /// <summary>
    /// Of the table <c>copied (new_id, old_id, k)</c>: which transfer is copied under which id, and how many copies are still to come.
    /// </summary>
    public IEnumerable<string> Statements =>
        [
            $"insert into transfers (correlation_id, package_id, part_id, {Joined(TransferColumns)}, {Joined(TransferTimes)}) "
                + $"select c.new_id, t.package_id || '-' || c.k, t.part_id || '-' || c.k, {Of("t", TransferColumns)}, {Earlier("t", TransferTimes)} "
                + "from copied c join transfers t on t.correlation_id = c.old_id order by c.k desc",
            Plain("packages", ["leg", "payload", "payload_sha256"], ["built_at"]),
            Plain(
                "attempts",
                [
                    "leg",
                    "attempt",
                    "cause",
                    "instance",
                    "outcome",
                    "status_code",
                    "error",
                    "response_excerpt",
                    "response_sha256",
                    "payload_sha256",
                    "idempotency_key",
                ],
                ["taken_at", "started_at", "ended_at"]
            ),
            "insert into ledger_entries (event_id, correlation_id, package_id, trail, trail_seq, action, entry, leaf_hash, recorded_at) "
                + $"select {string.Format(null, newEventId, string.Format(null, earlier, "e.recorded_at", "c.k"))}, c.new_id, e.package_id || '-' || c.k, e.trail, e.trail_seq, e.action, e.entry, e.leaf_hash, "
                + $"{string.Format(null, earlier, "e.recorded_at", "c.k")} from copied c join transfers t on t.correlation_id = c.old_id join ledger_entries e on e.package_id = t.package_id and e.correlation_id = c.old_id order by c.k desc, e.seq",
        ];

    private string Plain(string table, string[] columns, string[] times) =>
        $"insert into {table} (correlation_id, {Joined(columns)}, {Joined(times)}) select c.new_id, {Of("r", columns)}, {Earlier("r", times)} "
        + $"from copied c join {table} r on r.correlation_id = c.old_id order by c.k desc";

    private string Earlier(string of, string[] times) => Joined(times.Select(time => string.Format(null, earlier, $"{of}.{time}", "c.k")));

    private static string Of(string table, IEnumerable<string> columns) => Joined(columns.Select(column => $"{table}.{column}"));

    private static string Joined(IEnumerable<string> columns) => string.Join(", ", columns);
}
