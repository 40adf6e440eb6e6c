using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>The forwarding position of each channel. It is append-only.</summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101000500_LedgerForwards")]
internal sealed class LedgerForwards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "ledger_forwards",
            columns: table => new
            {
                way = table.Column<string>(type: "text", nullable: false),
                continues = table.Column<long>(type: "bigint", nullable: false),
                next_index = table.Column<long>(type: "bigint", nullable: false),
                forwarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_forwards", x => new { x.way, x.continues })
        );
        migrationBuilder.Sql(
            "CREATE TRIGGER ledger_forwards_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_forwards FOR EACH STATEMENT EXECUTE FUNCTION ledger_log_refuse();"
        );
        migrationBuilder.Sql("ALTER TABLE ledger_forwards ENABLE ALWAYS TRIGGER ledger_forwards_refuse;");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "ledger_forwards");
}
