using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// The code of an attempt's error, beside its text. A version that does not know the column works without it; attempts it writes have no
/// code.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101001100_ErrorCodes")]
internal sealed class ErrorCodes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>(name: "error_code", table: "attempts", type: "text", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "error_code", table: "attempts");
}
