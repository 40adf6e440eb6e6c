using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// One index for the trails of a package instead of two: by the package's id, which grows at its end, not by a hash of it, which grows
/// everywhere.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000900_TrailsByPackage")]
internal sealed class TrailsByPackage : Migration
{
    private static readonly string[] ByPackage = ["package_id", "trail", "trail_seq"];
    private static readonly string[] ByTransfer = ["correlation_id", "trail", "trail_seq"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ux_ledger_entries_trail", table: "ledger_entries");
        migrationBuilder.DropIndex(name: "ix_ledger_entries_package_id", table: "ledger_entries");
        migrationBuilder.CreateIndex(
            name: "ux_ledger_entries_trail",
            table: "ledger_entries",
            columns: ByPackage,
            unique: true,
            filter: "correlation_id IS NOT NULL"
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ux_ledger_entries_trail", table: "ledger_entries");
        migrationBuilder.CreateIndex(name: "ux_ledger_entries_trail", table: "ledger_entries", columns: ByTransfer, unique: true);
        migrationBuilder.CreateIndex(name: "ix_ledger_entries_package_id", table: "ledger_entries", column: "package_id");
    }
}
