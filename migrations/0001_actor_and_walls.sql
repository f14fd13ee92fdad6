-- What a transaction is told about its actor, and nothing else: settings local to the transaction (set_config(…, true)).
-- Unset and '' both mean «nobody», and nobody sees no row. Policies call these inside (select …), so that they are evaluated once a query.
grant usage, create on schema public to kd_definer;
grant usage on schema public to kd_app;

create function app_municipality() returns bigint language sql stable as
  $$ select nullif(current_setting('app.municipality', true), '')::bigint $$;
create function app_person() returns bigint language sql stable as
  $$ select nullif(current_setting('app.person', true), '')::bigint $$;
-- Skoleeier: sees what every school has delivered, and writes for the municipality.
create function app_owner() returns boolean language sql stable as
  $$ select coalesce(nullif(current_setting('app.owner', true), '')::boolean, false) $$;
-- Schools whose drafts the actor works on.
create function app_schools() returns bigint[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.schools', true), ''), ',')::bigint[], '{}') $$;
-- Schools where the actor is a member who reads what the rektor shows (pupils, parents).
create function app_reader_schools() returns bigint[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.reader_schools', true), ''), ',')::bigint[], '{}') $$;
-- Schools whose delivered work the actor follows up (an area leader's schools).
create function app_overseen() returns bigint[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.overseen', true), ''), ',')::bigint[], '{}') $$;

-- Rows that are only ever added: an update or a delete is a fault, whoever tries.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
