-- Who may do what in HandoffSaga's database. Run it there as a role that may create roles, before the first "handoff migrate" and after every one; it may be
-- run as often as you like, and a table that is not there yet is left to the next time:
--
--     psql --dbname handoff --set ON_ERROR_STOP=1 --single-transaction --file deploy/postgres/roles.sql
--
-- None of these roles can log in. Make logins of your own and put them in:
--
--     CREATE ROLE handoff_migrator LOGIN PASSWORD '...' IN ROLE handoff_owner;      handoff migrate --connection "...;Username=handoff_migrator;Options=-c role=handoff_owner"
--     CREATE ROLE handoff LOGIN PASSWORD '...' IN ROLE handoff_program;             Store:ConnectionString of every dispatcher
--     CREATE ROLE auditor LOGIN PASSWORD '...' IN ROLE handoff_auditor;             reads
--
--   handoff_owner      owns the tables and changes the schema; nobody works as it from day to day
--   handoff_sequencer  gives ledger entries their index and signs heads over them and forwards them: reads entries, appends to the log. Every dispatcher does that beside its work
--   handoff_program    a dispatcher. It appends to the ledger and can neither change nor remove what is there
--   handoff_auditor    reads everything, writes nothing

DO $roles$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['handoff_owner', 'handoff_sequencer', 'handoff_program', 'handoff_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO handoff_owner, handoff_sequencer, handoff_program, handoff_auditor', current_database());
END
$roles$;

GRANT handoff_sequencer TO handoff_program;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO handoff_owner;
GRANT USAGE ON SCHEMA public TO handoff_sequencer, handoff_program, handoff_auditor;

-- Exactly what follows, whatever was granted before.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, handoff_sequencer, handoff_program, handoff_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO handoff_program, handoff_auditor;

DO $rights$
DECLARE
    line record;
BEGIN
    FOR line IN SELECT * FROM (VALUES
        ('handoff_sequencer', 'ledger_entries', 'SELECT'),
        ('handoff_sequencer', 'ledger_index', 'SELECT, INSERT'),
        ('handoff_sequencer', 'ledger_heads', 'SELECT, INSERT'),
        ('handoff_sequencer', 'ledger_identity', 'SELECT, INSERT'),
        ('handoff_sequencer', 'ledger_forwards', 'SELECT, INSERT'),
        ('handoff_program', 'ledger_entries', 'INSERT'),
        ('handoff_program', 'transfers', 'INSERT, UPDATE'),
        ('handoff_program', 'packages', 'INSERT, UPDATE'),
        ('handoff_program', 'attempts', 'INSERT, UPDATE'),
        ('handoff_program', 'outbox', 'INSERT, UPDATE, DELETE'),
        ('handoff_program', 'store_writers', 'INSERT, UPDATE, DELETE'),
        -- The newest 1000 rejections are kept; deleting the oldest locks them first, which needs the right to update one column.
        ('handoff_program', 'rejected', 'INSERT, DELETE, UPDATE (rejection_id)')
    ) AS may (role, tbl, rights) LOOP
        IF to_regclass('public.' || line.tbl) IS NOT NULL THEN
            EXECUTE format('GRANT %s ON public.%I TO %I', line.rights, line.tbl, line.role);
        END IF;
    END LOOP;
END
$rights$;
