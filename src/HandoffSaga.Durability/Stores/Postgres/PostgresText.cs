using System.Globalization;

namespace HandoffSaga.Durability.Postgres;

/// <summary>
/// The SQL of the store. Every statement takes arrays, one element per row, so that a group of any size is a handful of statements. Where a
/// row must exist as it was last read, the statement counts what it changed and ends the whole transaction if one was missing, because an
/// UPDATE that finds nothing is not an error.
/// </summary>
/// <param name="now">The expression for the present time.</param>
internal sealed class PostgresText(string now)
{
    public const string AnotherWasFaster = "another writer was faster";
    public const string GivenUp = "this batch was given up";

    public const string ServerProcess = "SELECT pg_backend_pid()";

    /// <summary>
    /// What holds for one transaction, as its first statement. Rows are looked up by key only, so plans that read whole tables or depend on
    /// the values are ruled out: the statements then also lock rows in the given order, which prevents deadlocks between replicas. A row
    /// that is locked for long delays its own unit only. A commit is on disk regardless of the server's own setting. A transaction that a
    /// frozen process left half sent is ended where the server supports it (17).
    /// </summary>
    public const string Settings = """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('plan_cache_mode', 'force_generic_plan', true),
        CASE WHEN current_setting('lock_timeout') = '0' THEN set_config('lock_timeout', '5s', true) END,
        CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END,
        CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN set_config('transaction_timeout', '30s', true) END
        """;

    public const string OutboxConsumed = "DELETE FROM outbox WHERE message_id = ANY($1) AND NOT kept";
    public const string OutboxCancel = "DELETE FROM outbox WHERE token_id = ANY($1)";
    public const string OutboxCount = "SELECT count(*) FROM outbox";

    // greatest and least skip nulls, and a message that is not kept has no interval.
    private const string Later =
        "CASE WHEN o.resend_after_ms IS NOT NULL THEN greatest(o.resend_after_ms, least(o.resend_after_ms * 2, 3600000)) END";
    private const string Claimed =
        "token_id, correlation_id, destination, content_type, headers, body, message_type, resend_after_ms, message_id";

    /// <summary>Parameters: 1 writer, 2 number of its batch. Ends the transaction unless the number is higher than all before.</summary>
    public string WriterMark { get; } =
        Guarded(
            "INSERT INTO store_writers AS w (writer_id, batch, written_at) "
                + $"VALUES ($1, $2, {now}) ON CONFLICT (writer_id) DO UPDATE SET batch = excluded.batch, written_at = excluded.written_at WHERE w.batch < excluded.batch",
            "1",
            GivenUp
        );

    /// <summary>A write that works on every server that can be written to: the process's own row.</summary>
    public string HeartbeatMark { get; } =
        "INSERT INTO store_writers (writer_id, batch, written_at) "
        + $"VALUES ($1, 0, {now}) ON CONFLICT (writer_id) DO UPDATE SET written_at = excluded.written_at";

    /// <summary>Parameters: 1 id, 2 body. Takes as much room as a message of that size; nobody sees it.</summary>
    public string HeartbeatRoom { get; } =
        "INSERT INTO outbox (message_id, destination, content_type, body, due_at, released, kept, message_type) "
        + $"VALUES ($1, '', '', $2, {now}, false, false, 'heartbeat')";

    public static string HeartbeatRoomBack => "DELETE FROM outbox WHERE message_id = $1";

    /// <summary>Makes sure the writer has a row; waits for a transaction that is just making it.</summary>
    public string WriterKnown { get; } =
        $"INSERT INTO store_writers (writer_id, batch, written_at) VALUES ($1, 0, {now}) ON CONFLICT (writer_id) DO NOTHING";

    /// <summary>The writer's last committed batch. Waits for one that is being committed.</summary>
    public static string WriterLast => "SELECT batch FROM store_writers WHERE writer_id = $1 FOR UPDATE";

    /// <summary>Keeps every batch below the number from being committed any more.</summary>
    public static string WriterGiveUp => "UPDATE store_writers SET batch = $2 WHERE writer_id = $1";

    public string WritersForget { get; } = $"DELETE FROM store_writers WHERE written_at < {now} - interval '90 days'";

    public string OutboxInsert { get; } =
        "INSERT INTO outbox (message_id, token_id, correlation_id, destination, content_type, headers, body, due_at, released, kept, resend_after_ms, message_type) "
        + "SELECT message_id, token_id, correlation_id, destination, content_type, headers, body, "
        + $"{now} + due_in * interval '1 millisecond', released, resend_after_ms IS NOT NULL, resend_after_ms, message_type "
        + "FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
        + "AS new (message_id, token_id, correlation_id, destination, content_type, headers, body, due_in, released, resend_after_ms, message_type)";

    /// <summary>Parameters: 1 how many, 2 destinations to leave out.</summary>
    public string OutboxDue { get; } =
        $"SELECT message_id, destination FROM outbox WHERE due_at <= {now} AND destination <> ALL($2) ORDER BY due_at LIMIT $1";

    /// <summary>Parameters: 1 how many, 2 destinations to leave out, 3 the longest delay in milliseconds.</summary>
    public string OutboxBeyond { get; } =
        $"SELECT message_id, destination FROM outbox o WHERE {Beyond(now, "$3")} AND destination <> ALL($2) ORDER BY due_at LIMIT $1";

    public string OutboxNextDue { get; } =
        $"SELECT ceil(extract(epoch FROM min(due_at) - {now}) * 1000)::bigint FROM outbox WHERE due_at > {now}";

    /// <summary>Parameters: 1 message ids, 2 lease in milliseconds. A row another process has locked is skipped.</summary>
    public string OutboxRenew { get; } =
        $"UPDATE outbox o SET due_at = {now} + coalesce(o.resend_after_ms, $2) * interval '1 millisecond' "
        + "FROM (SELECT message_id FROM outbox WHERE message_id = ANY($1) FOR UPDATE SKIP LOCKED) mine WHERE o.message_id = mine.message_id";

    /// <summary>
    /// Parameters: 1 message ids, 2 lease and 3 longest delay in milliseconds. When several claim a row at once, one gets it. A kept message is resent after
    /// twice the previous interval, up to an hour: a message in a long queue must not pile up copies there.
    /// </summary>
    public string OutboxClaim { get; } =
        $"UPDATE outbox o SET released = true, resend_after_ms = {Later}, due_at = {now} + coalesce({Later}, $2) * interval '1 millisecond' "
        + $"FROM (SELECT message_id FROM outbox o WHERE message_id = ANY($1) AND (due_at <= {now} OR ({Beyond(now, "$3")})) FOR UPDATE SKIP LOCKED) due "
        + $"WHERE o.message_id = due.message_id RETURNING {string.Join(", ", Claimed.Split(", ").Select(column => "o." + column))}";

    // Due later than its own interval and than anybody asks for.
    private static string Beyond(string now, string longest) =>
        $"o.due_at > {now} + {longest} * interval '1 millisecond' AND o.due_at > {now} + coalesce(o.resend_after_ms, 0) * interval '1 millisecond'";

    public static string Of(RowShape shape)
    {
        var columns = Names(shape.Columns);
        var insert = $"INSERT INTO {Name(shape.Table)} ({columns}) SELECT * FROM unnest({Parameters(shape.Columns.Count)})";
        if (shape.Mode == RowMode.Append)
            return insert;
        var replaced = shape
            .Columns.Skip(shape.KeyLength)
            .Select(column => $"{Name(column.Name)} = excluded.{Name(column.Name)}")
            .ToArray();
        return $"{insert} ON CONFLICT ({Names(shape.Columns.Take(shape.KeyLength))}) DO {(replaced.Length == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", replaced))}";
    }

    /// <summary>Parameters: the key's columns. Returns the number of the wanted key, from 1, and then the shape's columns.</summary>
    public static string Find(RowShape shape)
    {
        var key = shape.Columns.Take(shape.KeyLength).ToArray();
        return $"SELECT wanted.ordinality, {string.Join(", ", shape.Columns.Select(column => "t." + Name(column.Name)))} "
            + $"FROM unnest({Parameters(key.Length)}) WITH ORDINALITY AS wanted ({Names(key)}, ordinality) "
            + $"JOIN {Name(shape.Table)} t ON {string.Join(" AND ", key.Select(column => $"t.{Name(column.Name)} = wanted.{Name(column.Name)}"))}";
    }

    public static string Find(SagaSchema schema) => $"{All(schema)} WHERE correlation_id = ANY($1)";

    public static string Versions(SagaSchema schema) =>
        $"SELECT correlation_id, version FROM {Name(schema.Table)} WHERE correlation_id = ANY($1)";

    public static string All(SagaSchema schema) => $"SELECT correlation_id, version, body FROM {Name(schema.Table)}";

    /// <summary>Parameters: 1 correlation ids, 2 versions, 3 current states, 4 bodies, then the projection.</summary>
    public static string Insert(SagaSchema schema) =>
        $"INSERT INTO {Name(schema.Table)} (correlation_id, version, current_state, body{Follow(schema.Projection)}) "
        + $"SELECT * FROM unnest({Parameters(4 + schema.Projection.Count)})";

    /// <summary>Parameters as for <see cref="Insert"/>, without the columns that are written once.</summary>
    public static string Update(SagaSchema schema)
    {
        var projection = Updated(schema);
        return Guarded(
            $"UPDATE {Name(schema.Table)} t SET version = new.version, current_state = new.current_state, body = new.body"
                + string.Concat(projection.Select(column => $", {Name(column.Name)} = new.{Name(column.Name)}"))
                + $" FROM unnest({Parameters(4 + projection.Count)}) AS new (correlation_id, version, current_state, body{Follow(projection)})"
                + " WHERE t.correlation_id = new.correlation_id AND t.version = new.version - 1",
            "cardinality($1)",
            AnotherWasFaster
        );
    }

    /// <summary>Parameters: 1 correlation ids, 2 the versions the rows must have.</summary>
    public static string Delete(SagaSchema schema) =>
        Guarded(
            $"DELETE FROM {Name(schema.Table)} t USING unnest($1, $2) AS old (correlation_id, version) "
                + "WHERE t.correlation_id = old.correlation_id AND t.version = old.version",
            "cardinality($1)",
            AnotherWasFaster
        );

    public static IReadOnlyList<Column> Updated(SagaSchema schema) => [.. schema.Projection.Where(column => !column.WrittenOnce)];

    /// <summary>
    /// Runs <paramref name="change"/>, and ends the transaction with <paramref name="sentence"/> unless it changed as many rows as
    /// expected.
    /// </summary>
    private static string Guarded(string change, string expected, string sentence) =>
        $"WITH changed AS ({change} RETURNING 1) "
        + $"SELECT CASE WHEN n = {expected} THEN 0 ELSE concat('{sentence}: ', n, ' of ', {expected}, ' rows')::int END FROM (SELECT count(*) FROM changed) AS c (n)";

    private static string Follow(IEnumerable<Column> columns) => string.Concat(columns.Select(column => ", " + Name(column.Name)));

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => Name(column.Name)));

    private static string Parameters(int count) =>
        string.Join(", ", Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")));

    private static string Name(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
