using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>The ledger's log: event indexes, checkpoints, and the log's identity. All of it is append-only.</summary>
[DbContext(typeof(PostgresHandoffDbContext))]
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
                log_index = table.Column<long>(type: "bigint", nullable: false),
                event_id = table.Column<Guid>(type: "uuid", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_index", x => x.log_index)
        );
        migrationBuilder.CreateIndex(name: "ux_ledger_index_event_id", table: "ledger_index", column: "event_id", unique: true);
        migrationBuilder.CreateTable(
            name: "ledger_heads",
            columns: table => new
            {
                continues = table.Column<long>(type: "bigint", nullable: false),
                size = table.Column<long>(type: "bigint", nullable: false),
                root = table.Column<byte[]>(type: "bytea", nullable: false),
                subtrees = table.Column<byte[]>(type: "bytea", nullable: false),
                sequenced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_heads", x => x.continues)
        );
        migrationBuilder.CreateTable(
            name: "ledger_identity",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false),
                origin = table.Column<string>(type: "text", nullable: false),
                verifier_key = table.Column<string>(type: "text", nullable: false),
                recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ledger_identity", x => x.id)
        );
        migrationBuilder.Sql(
            """
            CREATE FUNCTION ledger_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END;
            $$;
            """
        );
        foreach (var table in Tables)
        {
            migrationBuilder.Sql(
                $"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_log_refuse();"
            );
            migrationBuilder.Sql($"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuse;");
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
            migrationBuilder.DropTable(name: table);
        migrationBuilder.Sql("DROP FUNCTION ledger_log_refuse;");
    }
}
