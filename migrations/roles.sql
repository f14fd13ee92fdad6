-- The roles of a PostgreSQL server that keeps Kvalitetsdialog. They belong to the whole server, so they are made once by whoever owns it, not by a
-- migration. Running this twice changes nothing. `kvalitetsdialog migrate --print-roles` prints it.
--
--   kd_migrate  owns the database's objects and runs the migrations; BYPASSRLS, because forced row-level security would hide every row from a backfill
--   kd_definer  owns the few SECURITY DEFINER functions that must see rows before an actor is known (sign-in, sessions); nobody signs in as it
--   kd_app      the application: owns nothing, cannot pass row-level security
--   kd_backup   reads all, writes nothing: for pg_dump
--
-- Where passwords are used (every server but the private one): alter role kd_app password '…'; likewise kd_migrate and kd_backup.
do $$
begin
  if not exists (select from pg_roles where rolname = 'kd_definer') then create role kd_definer nologin bypassrls; end if;
  if not exists (select from pg_roles where rolname = 'kd_migrate') then create role kd_migrate login bypassrls; end if;
  if not exists (select from pg_roles where rolname = 'kd_app') then create role kd_app login nosuperuser nobypassrls nocreatedb nocreaterole; end if;
  if not exists (select from pg_roles where rolname = 'kd_backup') then create role kd_backup login bypassrls; end if;
  if not pg_has_role('kd_migrate', 'kd_definer', 'member') then grant kd_definer to kd_migrate; end if;
  if not pg_has_role('kd_backup', 'pg_read_all_data', 'member') then grant pg_read_all_data to kd_backup; end if;
exception when duplicate_object or unique_violation then null; -- another session made them at the same moment
end $$;

-- A waiting lock must not drain the pool, and a forgotten transaction must not hold one.
alter role kd_app set lock_timeout = '1s';
alter role kd_app set statement_timeout = '10s';
alter role kd_app set idle_in_transaction_session_timeout = '15s';
