using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// What came for an attempt after its end, beside that end. A version that does not know the column works without it: it writes the late
/// answer over the end.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101001300_LateReceipts")]
internal sealed class LateReceipts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>(name: "late_receipt", table: "attempts", type: "TEXT", nullable: true);

    // Not by EF, which would recreate the table.
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE attempts DROP COLUMN late_receipt;");
}
