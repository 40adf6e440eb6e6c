using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>The store itself rejects changing or deleting ledger entries. It changes no column, so it has no model of its own.</summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101000100_LedgerIsAppendOnly")]
internal sealed class LedgerIsAppendOnly : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_entries_refuse_update BEFORE UPDATE ON ledger_entries
            BEGIN
                SELECT RAISE(ABORT, 'ledger_entries is append-only: an entry is never changed');
            END;
            """
        );
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_entries_refuse_delete BEFORE DELETE ON ledger_entries
            BEGIN
                SELECT RAISE(ABORT, 'ledger_entries is append-only: an entry is never removed');
            END;
            """
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_entries_refuse_update;");
        migrationBuilder.Sql("DROP TRIGGER ledger_entries_refuse_delete;");
    }
}
