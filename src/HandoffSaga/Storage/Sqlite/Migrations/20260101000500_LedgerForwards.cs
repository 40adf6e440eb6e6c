using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>The forwarding position of each channel. It is append-only.</summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000500_LedgerForwards")]
internal sealed class LedgerForwards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "ledger_forwards",
            columns: table => new
            {
                way = table.Column<string>(type: "TEXT", nullable: false),
                continues = table.Column<long>(type: "INTEGER", nullable: false),
                next_index = table.Column<long>(type: "INTEGER", nullable: false),
                forwarded_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_forwards", x => new { x.way, x.continues })
        );
        foreach (var change in new[] { "UPDATE", "DELETE" })
            migrationBuilder.Sql(
                $"""
                CREATE TRIGGER ledger_forwards_refuse_{change.ToLowerInvariant()} BEFORE {change} ON ledger_forwards
                BEGIN
                    SELECT RAISE(ABORT, 'ledger_forwards is append-only');
                END;
                """
            );
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "ledger_forwards");
}
