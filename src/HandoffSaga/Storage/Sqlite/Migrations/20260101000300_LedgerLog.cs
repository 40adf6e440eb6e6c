using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>The ledger's log: event indexes, checkpoints, and the log's identity. All of it is append-only.</summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000300_LedgerLog")]
internal sealed class LedgerLog : Migration
{
    private static readonly string[] Tables = ["ledger_index", "ledger_heads", "ledger_identity"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "ledger_index",
            columns: table => new
            {
                log_index = table.Column<long>(type: "INTEGER", nullable: false),
                event_id = table.Column<byte[]>(type: "BLOB", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_index", x => x.log_index)
        );
        migrationBuilder.CreateIndex(name: "ux_ledger_index_event_id", table: "ledger_index", column: "event_id", unique: true);
        migrationBuilder.CreateTable(
            name: "ledger_heads",
            columns: table => new
            {
                continues = table.Column<long>(type: "INTEGER", nullable: false),
                size = table.Column<long>(type: "INTEGER", nullable: false),
                root = table.Column<byte[]>(type: "BLOB", nullable: false),
                subtrees = table.Column<byte[]>(type: "BLOB", nullable: false),
                sequenced_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_heads", x => x.continues)
        );
        migrationBuilder.CreateTable(
            name: "ledger_identity",
            columns: table => new
            {
                id = table.Column<long>(type: "INTEGER", nullable: false),
                origin = table.Column<string>(type: "TEXT", nullable: false),
                verifier_key = table.Column<string>(type: "TEXT", nullable: false),
                recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_identity", x => x.id)
        );
        foreach (var table in Tables)
        {
            foreach (var change in new[] { "UPDATE", "DELETE" })
                migrationBuilder.Sql(
                    $"""
                    CREATE TRIGGER {table}_refuse_{change.ToLowerInvariant()} BEFORE {change} ON {table}
                    BEGIN
                        SELECT RAISE(ABORT, '{table} is append-only');
                    END;
                    """
                );
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
            migrationBuilder.DropTable(name: table);
    }
}
