using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// Stores the log's indexes as runs: one row for events whose numbers and indexes are both consecutive, which is mostly a whole group.
/// Existing indexes are kept.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
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
        Refill(
            migrationBuilder,
            $"CREATE TABLE ledger_index_refilled (log_index, first_seq, entries) AS {Runs};",
            "DROP COLUMN event_id, ADD COLUMN first_seq bigint NOT NULL, ADD COLUMN entries bigint NOT NULL",
            "log_index, first_seq, entries"
        );
        migrationBuilder.CreateIndex(name: "ux_ledger_index_first_seq", table: "ledger_index", column: "first_seq", unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        Refill(
            migrationBuilder,
            """
            CREATE TABLE ledger_index_refilled AS
                SELECT i.log_index + e.seq - i.first_seq AS log_index, e.event_id
                FROM ledger_index i JOIN ledger_entries e ON e.seq >= i.first_seq AND e.seq < i.first_seq + i.entries;
            """,
            "DROP COLUMN first_seq, DROP COLUMN entries, ADD COLUMN event_id uuid NOT NULL",
            "log_index, event_id"
        );
        migrationBuilder.CreateIndex(name: "ux_ledger_index_event_id", table: "ledger_index", column: "event_id", unique: true);
    }

    // The same table, so that granted rights are kept.
    private static void Refill(MigrationBuilder migrationBuilder, string select, string columns, string names)
    {
        migrationBuilder.Sql(select);
        migrationBuilder.Sql("ALTER TABLE ledger_index DISABLE TRIGGER ledger_index_refuse;");
        migrationBuilder.Sql("TRUNCATE ledger_index;");
        migrationBuilder.Sql($"ALTER TABLE ledger_index {columns};");
        migrationBuilder.Sql($"INSERT INTO ledger_index ({names}) SELECT {names} FROM ledger_index_refilled;");
        migrationBuilder.Sql("DROP TABLE ledger_index_refilled;");
        migrationBuilder.Sql("ALTER TABLE ledger_index ENABLE ALWAYS TRIGGER ledger_index_refuse;");
    }
}
