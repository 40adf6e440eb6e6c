using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// A refusal that is not told by itself names the sum it is told in, and says what that sum was with it. A version that does not know the
/// columns goes on without them.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101001200_RejectionsNameTheirSummary")]
internal sealed class RejectionsNameTheirSummary : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>(name: "sum_id", table: "rejected", type: "BLOB", nullable: true);
        migrationBuilder.AddColumn<string>(name: "sum", table: "rejected", type: "TEXT", nullable: true);

        // What the version before had counted and not told: the newest refusals, back to the first one that a ledger entry tells.
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
        // Not by EF, which would make the table anew and lose the trigger on it.
        migrationBuilder.Sql("ALTER TABLE rejected DROP COLUMN sum;");
        migrationBuilder.Sql("ALTER TABLE rejected DROP COLUMN sum_id;");
    }
}
