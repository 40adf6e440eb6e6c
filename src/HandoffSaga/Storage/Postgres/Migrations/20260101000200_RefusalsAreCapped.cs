using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// Keeps the newest 1000 rejected signoffs, at most 64 KiB of each, so that a flood cannot fill the disk. Their ledger entries stay. It
/// changes no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101000200_RefusalsAreCapped")]
internal sealed class RefusalsAreCapped : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Replicas delete concurrently: each skips the rows another is deleting, and none waits for another.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION rejected_keep_the_newest() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                DELETE FROM rejected WHERE rejection_id IN (
                    SELECT rejection_id FROM rejected
                    WHERE rejection_id IN (SELECT rejection_id FROM rejected ORDER BY received_at DESC, rejection_id DESC OFFSET 1000)
                    FOR UPDATE SKIP LOCKED);
                RETURN NULL;
            END;
            $$;
            """
        );
        migrationBuilder.Sql(
            """
            CREATE TRIGGER rejected_keeps_the_newest AFTER INSERT ON rejected
                FOR EACH STATEMENT EXECUTE FUNCTION rejected_keep_the_newest();
            """
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER rejected_keeps_the_newest ON rejected;");
        migrationBuilder.Sql("DROP FUNCTION rejected_keep_the_newest;");
    }
}
