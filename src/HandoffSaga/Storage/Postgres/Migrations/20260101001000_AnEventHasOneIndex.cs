using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// The store itself rejects an index that does not continue the log, and a second one for an event. The trigger runs after the insert, so
/// that the key decides first between concurrent writers. It changes no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101001000_AnEventHasOneIndex")]
internal sealed class AnEventHasOneIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE FUNCTION ledger_index_continue() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                log_end bigint;
                seq_end bigint;
                seq_next bigint;
            BEGIN
                EXECUTE format('SELECT log_index + entries FROM %I.ledger_index WHERE log_index < $1 ORDER BY log_index DESC LIMIT 1', TG_TABLE_SCHEMA) INTO log_end USING NEW.log_index;
                IF NEW.entries < 1 OR NEW.log_index <> coalesce(log_end, 0) THEN
                    RAISE EXCEPTION 'ledger_index: an index continues the log, without a gap' USING ERRCODE = 'restrict_violation';
                END IF;
                EXECUTE format('SELECT first_seq + entries FROM %I.ledger_index WHERE first_seq < $1 ORDER BY first_seq DESC LIMIT 1', TG_TABLE_SCHEMA) INTO seq_end USING NEW.first_seq;
                EXECUTE format('SELECT first_seq FROM %I.ledger_index WHERE first_seq > $1 ORDER BY first_seq LIMIT 1', TG_TABLE_SCHEMA) INTO seq_next USING NEW.first_seq;
                IF NEW.first_seq < seq_end OR NEW.first_seq + NEW.entries > seq_next THEN
                    RAISE EXCEPTION 'ledger_index: an event has one index' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
            END;
            $$;
            """
        );
        migrationBuilder.Sql(
            "CREATE TRIGGER ledger_index_continue AFTER INSERT ON ledger_index FOR EACH ROW EXECUTE FUNCTION ledger_index_continue();"
        );
        migrationBuilder.Sql("ALTER TABLE ledger_index ENABLE ALWAYS TRIGGER ledger_index_continue;");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_index_continue ON ledger_index;");
        migrationBuilder.Sql("DROP FUNCTION ledger_index_continue;");
    }
}
