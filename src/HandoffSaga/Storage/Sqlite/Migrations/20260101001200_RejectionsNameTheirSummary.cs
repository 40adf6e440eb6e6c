using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// A rejection without its own ledger entry names the summary that reports it, and stores that summary's state. A version that does not
/// know the columns works without them.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101001200_RejectionsNameTheirSummary")]
internal sealed class RejectionsNameTheirSummary : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>(name: "sum_id", table: "rejected", type: "BLOB", nullable: true);
        migrationBuilder.AddColumn<string>(name: "sum", table: "rejected", type: "TEXT", nullable: true);

        // Rejections the previous version counted but did not report: the newest ones, back to the first one with a ledger entry.
        migrationBuilder.Sql(
            """
            WITH told AS (
                SELECT received_at, rejection_id FROM rejected
                WHERE EXISTS (SELECT 1 FROM ledger_entries WHERE event_id = rejection_id)
                ORDER BY received_at DESC, rejection_id DESC LIMIT 1),
            untold AS (
                SELECT * FROM rejected
                WHERE NOT EXISTS (SELECT 1 FROM told) OR (received_at, rejection_id) > (SELECT received_at, rejection_id FROM told)),
            reasons AS (SELECT reason, count(*) AS refusals FROM untold GROUP BY reason)
            UPDATE rejected SET
                sum_id = (SELECT rejection_id FROM untold ORDER BY received_at, rejection_id LIMIT 1),
                sum = json_object(
                    'count', (SELECT count(*) FROM untold),
                    'first_at', (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', min(received_at) / 1000.0, 'unixepoch') FROM untold),
                    'last_at', (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(received_at) / 1000.0, 'unixepoch') FROM untold),
                    'reasons', (SELECT json_group_object(reason, refusals) FROM reasons))
            WHERE rejection_id = (SELECT rejection_id FROM untold ORDER BY received_at DESC, rejection_id DESC LIMIT 1);
            """
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // Not by EF, which would recreate the table and lose its trigger.
        migrationBuilder.Sql("ALTER TABLE rejected DROP COLUMN sum;");
        migrationBuilder.Sql("ALTER TABLE rejected DROP COLUMN sum_id;");
    }
}
