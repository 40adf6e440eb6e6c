using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>The store itself rejects changing or deleting ledger entries. It changes no column, so it has no model of its own.</summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101000100_LedgerIsAppendOnly")]
internal sealed class LedgerIsAppendOnly : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE FUNCTION ledger_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'ledger_entries is append-only: an entry is never %', CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END
                    USING ERRCODE = 'restrict_violation';
            END;
            $$;
            """
        );
        // Per statement, not per row: statements that touch no row are rejected too, and TRUNCATE has no rows.
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_entries_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
                FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_refuse();
            """
        );
        // Also in replica sessions, where triggers do not fire otherwise.
        migrationBuilder.Sql("ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_entries_refuse;");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_entries_refuse ON ledger_entries;");
        migrationBuilder.Sql("DROP FUNCTION ledger_entries_refuse;");
    }
}
