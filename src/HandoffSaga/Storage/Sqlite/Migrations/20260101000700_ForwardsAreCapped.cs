using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// Only the newest forwarding position counts: the store drops rows more than 10,000 entries behind it, and rejects deleting or changing
/// newer ones. It changes no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000700_ForwardsAreCapped")]
internal sealed class ForwardsAreCapped : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_refuse_delete;");
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_forwards_refuse_delete BEFORE DELETE ON ledger_forwards
            WHEN OLD.continues >= (SELECT max(continues) FROM ledger_forwards WHERE way = OLD.way) - 10000
            BEGIN
                SELECT RAISE(ABORT, 'ledger_forwards is append-only');
            END;
            """
        );
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_forwards_keeps_the_newest AFTER INSERT ON ledger_forwards
            BEGIN
                DELETE FROM ledger_forwards WHERE way = NEW.way AND continues < NEW.continues - 10000;
            END;
            """
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_keeps_the_newest;");
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_refuse_delete;");
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_forwards_refuse_delete BEFORE DELETE ON ledger_forwards
            BEGIN
                SELECT RAISE(ABORT, 'ledger_forwards is append-only');
            END;
            """
        );
    }
}
