using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// However many bad signoffs come, the newest 1000 are kept, and 64 KiB of each at most: a flood fills no disk. What the ledger says of
/// them stays. It changes
/// no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101000200_RefusalsAreCapped")]
internal sealed class RefusalsAreCapped : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Replicas drop at the same time: what one of them is about to drop the others leave to it, and none waits for another.
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
