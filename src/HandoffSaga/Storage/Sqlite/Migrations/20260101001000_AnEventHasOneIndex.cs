using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Sqlite.Migrations;

/// <summary>
/// The store itself rejects an index that does not continue the log, and a second one for an event. The trigger runs after the insert, so
/// that the key decides first between concurrent writers. It changes no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(SqliteHandoffDbContext))]
[Migration("20260101001000_AnEventHasOneIndex")]
internal sealed class AnEventHasOneIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_index_continues_the_log AFTER INSERT ON ledger_index
            WHEN NEW.entries < 1 OR NEW.log_index <> coalesce(
                (SELECT log_index + entries FROM ledger_index WHERE log_index < NEW.log_index ORDER BY log_index DESC LIMIT 1), 0)
            BEGIN
                SELECT RAISE(ABORT, 'ledger_index: an index continues the log, without a gap');
            END;
            """
        );
        migrationBuilder.Sql(
            """
            CREATE TRIGGER ledger_index_of_one_event_is_one AFTER INSERT ON ledger_index
            WHEN NEW.first_seq < (SELECT first_seq + entries FROM ledger_index WHERE first_seq < NEW.first_seq ORDER BY first_seq DESC LIMIT 1)
                OR NEW.first_seq + NEW.entries > (SELECT first_seq FROM ledger_index WHERE first_seq > NEW.first_seq ORDER BY first_seq LIMIT 1)
            BEGIN
                SELECT RAISE(ABORT, 'ledger_index: an event has one index');
            END;
            """
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_index_of_one_event_is_one;");
        migrationBuilder.Sql("DROP TRIGGER ledger_index_continues_the_log;");
    }
}
