using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// The ledger checkpoint that a hub's receipt reports, stored with the attempt. A version that does not know the column works without it.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000600_LedgerHeadSeen")]
internal sealed class LedgerHeadSeen : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>(name: "ledger_head_seen", table: "attempts", type: "TEXT", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropColumn(name: "ledger_head_seen", table: "attempts");
}
