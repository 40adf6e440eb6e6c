using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// The code of an attempt's error, beside its text. A version that does not know the column works without it; attempts it writes have no
/// code.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101001100_ErrorCodes")]
internal sealed class ErrorCodes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>(name: "error_code", table: "attempts", type: "TEXT", nullable: true);

    // Not by EF, which would recreate the table.
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE attempts DROP COLUMN error_code;");
}
