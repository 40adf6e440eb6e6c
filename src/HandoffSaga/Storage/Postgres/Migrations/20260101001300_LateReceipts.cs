using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// What came for an attempt after its end, beside that end. A version that does not know the column works without it: it writes the late
/// answer over the end.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101001300_LateReceipts")]
internal sealed class LateReceipts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>(name: "late_receipt", table: "attempts", type: "text", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "late_receipt", table: "attempts");
}
