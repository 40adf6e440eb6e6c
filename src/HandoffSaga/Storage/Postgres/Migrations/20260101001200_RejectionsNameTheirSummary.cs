using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// A rejection without its own ledger entry names the summary that reports it, and stores that summary's state. A version that does not
/// know the columns works without them.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101001200_RejectionsNameTheirSummary")]
internal sealed class RejectionsNameTheirSummary : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>(name: "sum_id", table: "rejected", type: "uuid", nullable: true);
        migrationBuilder.AddColumn<string>(name: "sum", table: "rejected", type: "text", nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(name: "sum", table: "rejected");
        migrationBuilder.DropColumn(name: "sum_id", table: "rejected");
    }
}
