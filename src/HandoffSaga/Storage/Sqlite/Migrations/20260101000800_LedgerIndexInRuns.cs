using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// Stores the log's indexes as runs: one row for events whose numbers and indexes are both consecutive, which is mostly a whole group.
/// Existing indexes are kept.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000800_LedgerIndexInRuns")]
internal sealed class LedgerIndexInRuns : Migration
{
    private const string Runs = """
        SELECT min(log_index), min(seq), count(*)
        FROM (
            SELECT log_index, seq, sum(begins) OVER (ORDER BY log_index) AS run
            FROM (
                SELECT i.log_index, e.seq,
                    CASE WHEN e.seq - i.log_index = lag(e.seq - i.log_index) OVER (ORDER BY i.log_index)
                        AND i.log_index = lag(i.log_index) OVER (ORDER BY i.log_index) + 1 THEN 0 ELSE 1 END AS begins
                FROM ledger_index i JOIN ledger_entries e ON e.event_id = i.event_id) AS numbered) AS grouped
        GROUP BY run
        ORDER BY 1
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            "CREATE TABLE ledger_index_in_runs (log_index INTEGER NOT NULL CONSTRAINT PK_ledger_index PRIMARY KEY, first_seq INTEGER NOT NULL, entries INTEGER NOT NULL);"
        );
        migrationBuilder.Sql($"INSERT INTO ledger_index_in_runs (log_index, first_seq, entries) {Runs};");
        Replace(migrationBuilder, "ledger_index_in_runs", "CREATE UNIQUE INDEX ux_ledger_index_first_seq ON ledger_index (first_seq);");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            "CREATE TABLE ledger_index_of_each (log_index INTEGER NOT NULL CONSTRAINT PK_ledger_index PRIMARY KEY, event_id BLOB NOT NULL);"
        );
        migrationBuilder.Sql(
            """
            INSERT INTO ledger_index_of_each (log_index, event_id)
            SELECT i.log_index + e.seq - i.first_seq, e.event_id
            FROM ledger_index i JOIN ledger_entries e ON e.seq >= i.first_seq AND e.seq < i.first_seq + i.entries;
            """
        );
        Replace(migrationBuilder, "ledger_index_of_each", "CREATE UNIQUE INDEX ux_ledger_index_event_id ON ledger_index (event_id);");
    }

    private static void Replace(MigrationBuilder migrationBuilder, string table, string index)
    {
        migrationBuilder.Sql("DROP TABLE ledger_index;");
        migrationBuilder.Sql($"ALTER TABLE {table} RENAME TO ledger_index;");
        migrationBuilder.Sql(index);
        foreach (var change in new[] { "UPDATE", "DELETE" })
            migrationBuilder.Sql(
                $"""
                CREATE TRIGGER ledger_index_refuse_{change.ToLowerInvariant()} BEFORE {change} ON ledger_index
                BEGIN
                    SELECT RAISE(ABORT, 'ledger_index is append-only');
                END;
                """
            );
    }
}
