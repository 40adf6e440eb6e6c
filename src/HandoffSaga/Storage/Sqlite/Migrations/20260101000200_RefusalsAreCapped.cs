using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// Keeps the newest 1000 rejected signoffs, at most 64 KiB of each, so that a flood cannot fill the disk. Their ledger entries stay. It
/// changes no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000200_RefusalsAreCapped")]
internal sealed class RefusalsAreCapped : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            CREATE TRIGGER rejected_keeps_the_newest AFTER INSERT ON rejected
            BEGIN
                DELETE FROM rejected WHERE rejection_id IN (
                    SELECT rejection_id FROM rejected ORDER BY received_at DESC, rejection_id DESC LIMIT -1 OFFSET 1000);
            END;
            """
        );

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TRIGGER rejected_keeps_the_newest;");
}
