using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Storage.Postgres.Migrations;

/// <summary>
/// Only the newest forwarding position counts: the store drops rows more than 10,000 entries behind it, and rejects deleting or changing
/// newer ones. It changes no column, so it has no model of its own.
/// </summary>
[DbContext(typeof(PostgresHandoffDbContext))]
[Migration("20260101000700_ForwardsAreCapped")]
internal sealed class ForwardsAreCapped : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_refuse ON ledger_forwards;");
        migrationBuilder.Sql(
            "CREATE TRIGGER ledger_forwards_refuse BEFORE UPDATE OR TRUNCATE ON ledger_forwards FOR EACH STATEMENT EXECUTE FUNCTION ledger_log_refuse();"
        );
        migrationBuilder.Sql("ALTER TABLE ledger_forwards ENABLE ALWAYS TRIGGER ledger_forwards_refuse;");
        migrationBuilder.Sql(
            """
            CREATE FUNCTION ledger_forwards_refuse_newest() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                newest bigint;
            BEGIN
                EXECUTE format('SELECT max(continues) FROM %I.ledger_forwards WHERE way = $1', TG_TABLE_SCHEMA) INTO newest USING OLD.way;
                IF OLD.continues >= newest - 10000 THEN
                    RAISE EXCEPTION 'ledger_forwards is append-only' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN OLD;
            END;
            $$;
            """
        );
        migrationBuilder.Sql(
            "CREATE TRIGGER ledger_forwards_refuse_newest BEFORE DELETE ON ledger_forwards FOR EACH ROW EXECUTE FUNCTION ledger_forwards_refuse_newest();"
        );
        migrationBuilder.Sql("ALTER TABLE ledger_forwards ENABLE ALWAYS TRIGGER ledger_forwards_refuse_newest;");
        // With the owner's rights, since the forwarding role may only insert. Rows that two replicas delete at once are gone either way.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION ledger_forwards_keep_the_newest() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
                EXECUTE format('DELETE FROM %I.ledger_forwards WHERE way = $1 AND continues < $2 - 10000', TG_TABLE_SCHEMA) USING NEW.way, NEW.continues;
                RETURN NULL;
            END;
            $$;
            """
        );
        migrationBuilder.Sql(
            "CREATE TRIGGER ledger_forwards_keeps_the_newest AFTER INSERT ON ledger_forwards FOR EACH ROW EXECUTE FUNCTION ledger_forwards_keep_the_newest();"
        );
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_keeps_the_newest ON ledger_forwards;");
        migrationBuilder.Sql("DROP FUNCTION ledger_forwards_keep_the_newest;");
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_refuse_newest ON ledger_forwards;");
        migrationBuilder.Sql("DROP FUNCTION ledger_forwards_refuse_newest;");
        migrationBuilder.Sql("DROP TRIGGER ledger_forwards_refuse ON ledger_forwards;");
        migrationBuilder.Sql(
            "CREATE TRIGGER ledger_forwards_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_forwards FOR EACH STATEMENT EXECUTE FUNCTION ledger_log_refuse();"
        );
        migrationBuilder.Sql("ALTER TABLE ledger_forwards ENABLE ALWAYS TRIGGER ledger_forwards_refuse;");
    }
}
