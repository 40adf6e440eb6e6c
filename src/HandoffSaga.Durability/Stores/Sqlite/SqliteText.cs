namespace HandoffSaga.Durability.Sqlite;

internal enum StatementKind
{
    Text,
    Insert,
    Update,
    Delete,
    Find,
    All,
}

/// <summary>The SQL of tables that are known by shape only, and of the outbox.</summary>
internal static class SqliteText
{
    public const string Begin = "BEGIN IMMEDIATE";
    public const string Commit = "COMMIT";
    public const string Rollback = "ROLLBACK";

    public const string OutboxInsert =
        "INSERT INTO outbox (message_id, token_id, correlation_id, destination, content_type, headers, body, due_at, released, kept, resend_after_ms, message_type) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

    public const string OutboxConsumed = "DELETE FROM outbox WHERE message_id = ?1 AND kept = 0";
    public const string OutboxCancel = "DELETE FROM outbox WHERE token_id = ?1";

    public const string OutboxDue =
        "SELECT message_id, destination FROM outbox WHERE due_at <= ?1 AND destination NOT IN (SELECT value FROM json_each(?3)) "
        + "ORDER BY due_at, rowid LIMIT ?2";

    /// <summary>Due later than its own interval and than anybody asks for. Parameters: as before, and 4 the longest delay.</summary>
    public const string OutboxBeyond =
        $"SELECT message_id, destination FROM outbox WHERE {Beyond} AND destination NOT IN (SELECT value FROM json_each(?3)) "
        + "ORDER BY due_at, rowid LIMIT ?2";

    private const string Beyond = "due_at > ?1 + ?4 AND due_at > ?1 + coalesce(resend_after_ms, 0)";

    /// <summary>Parameters: 1 by how many milliseconds.</summary>
    public const string OutboxMove = "UPDATE outbox SET due_at = due_at + ?1";

    public const string OutboxNextDue = "SELECT min(due_at) FROM outbox WHERE due_at > ?1";
    public const string OutboxRenew = "UPDATE outbox SET due_at = ?2 + coalesce(resend_after_ms, ?3) WHERE message_id = ?1";

    private const string Later = "max(resend_after_ms, min(resend_after_ms * 2, 3600000))";

    /// <summary>
    /// A kept message is resent after twice the previous interval, up to an hour: a message that waits long must not pile up copies.
    /// </summary>
    public const string OutboxClaim =
        $"UPDATE outbox SET released = 1, resend_after_ms = {Later}, due_at = ?2 + coalesce({Later}, ?3) WHERE message_id = ?1 "
        + "AND (due_at <= ?2 OR (due_at > ?2 + ?4 AND due_at > ?2 + coalesce(resend_after_ms, 0))) "
        + "RETURNING token_id, correlation_id, destination, content_type, headers, body, message_type, resend_after_ms";

    public const string OutboxRecover = "UPDATE outbox SET due_at = ?1 WHERE released = 1 AND due_at > ?1";
    public const string OutboxCount = "SELECT count(*) FROM outbox";

    public static string Of(RowShape shape, StatementKind kind)
    {
        var columns = string.Join(", ", shape.Columns.Select(column => Name(column.Name)));
        var key = shape.Columns.Take(shape.KeyLength).Select(column => Name(column.Name)).ToArray();
        if (kind == StatementKind.Find)
            return $"SELECT {columns} FROM {Name(shape.Table)} WHERE {string.Join(" AND ", key.Select((column, i) => $"{column} = ?{i + 1}"))}";

        var insert = $"INSERT INTO {Name(shape.Table)} ({columns}) VALUES ({Parameters(shape.Columns.Count)})";
        if (shape.Mode == RowMode.Append)
            return insert;
        var replaced = shape
            .Columns.Skip(shape.KeyLength)
            .Select(column => $"{Name(column.Name)} = excluded.{Name(column.Name)}")
            .ToArray();
        return $"{insert} ON CONFLICT ({string.Join(", ", key)}) DO {(replaced.Length == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", replaced))}";
    }

    /// <summary>
    /// Parameters: 1 correlation id, 2 version, 3 current state, 4 body, then the projection; an update's last is the expected version, and
    /// it leaves the numbers of columns that are written once unused.
    /// </summary>
    public static string Of(SagaSchema schema, StatementKind kind)
    {
        (string Name, bool Once)[] written =
        [
            ("version", false),
            ("current_state", false),
            ("body", false),
            .. schema.Projection.Select(column => (Name(column.Name), column.WrittenOnce)),
        ];
        var table = Name(schema.Table);
        return kind switch
        {
            StatementKind.Insert =>
                $"INSERT INTO {table} (correlation_id, {string.Join(", ", written.Select(column => column.Name))}) VALUES ({Parameters(written.Length + 1)})",
            StatementKind.Update =>
                $"UPDATE {table} SET {string.Join(", ", written.Select((column, i) => column.Once ? null : $"{column.Name} = ?{i + 2}").OfType<string>())} "
                    + $"WHERE correlation_id = ?1 AND version = ?{written.Length + 2}",
            StatementKind.Delete => $"DELETE FROM {table} WHERE correlation_id = ?1 AND version = ?2",
            StatementKind.Find => $"SELECT correlation_id, version, body FROM {table} WHERE correlation_id = ?1",
            _ => $"SELECT correlation_id, version, body FROM {table}",
        };
    }

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"?{i}"));

    private static string Name(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
