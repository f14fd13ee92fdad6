-- Somebody who helps a named school for a time (kvalitetsrådgjevar, fagressurs) and reads what the school has delivered, and nothing else of it
-- (docs/advisers.md).

create table adviser (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  person_id       bigint not null,
  as_what         text not null check (as_what <> '' and char_length(as_what) <= 80),   -- «Kvalitetsrådgjevar», «Fagressurs i matematikk»
  task            text not null check (task <> '' and char_length(task) <= 300),
  from_day        date not null,
  to_day          date not null,
  given_at        timestamptz not null,
  given_by        bigint not null,
  given_by_name   text not null,
  save_id         uuid not null,
  note            text check (note <> '' and char_length(note) <= 2000),                -- what came of it
  ended_on        date,                                                                 -- the last day on which anything was read
  ended_at        timestamptz,
  ended_by_name   text,
  primary key (municipality_id, id),
  constraint adviser_save_once unique (municipality_id, save_id),
  constraint adviser_days check (from_day <= to_day),
  constraint adviser_ended check ((note is null) = (ended_on is null) and (note is null) = (ended_at is null) and (note is null) = (ended_by_name is null)),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id),
  foreign key (municipality_id, given_by) references person (municipality_id, id)
);
create index adviser_by_person on adviser (municipality_id, person_id);
create index adviser_by_school on adviser (municipality_id, school_id);

alter table adviser enable row level security;
alter table adviser force row level security;
create policy reads on adviser for select
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_schools())::bigint[])
    or person_id = (select app_person())));
create policy gives on adviser for insert
  with check (municipality_id = (select app_municipality()) and given_by = (select app_person()) and person_id <> given_by
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])));
-- Whoever gave it changes its last day; the adviser ends it too, and can do nothing else to it (the application's columns and rules).
create policy ends on adviser for update
  using (municipality_id = (select app_municipality()) and note is null
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or person_id = (select app_person())))
  with check (municipality_id = (select app_municipality())
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or (person_id = (select app_person()) and note is not null)));
grant select, insert on adviser to kd_app;
grant update (to_day, note, ended_on, ended_at, ended_by_name) on adviser to kd_app;

-- Schools that the actor advises today, as the application says of the session.
create function app_advised() returns bigint[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.advised', true), ''), ',')::bigint[], '{}') $$;

-- What a school has delivered.
do $$
declare t text; mine text := 'municipality_id = (select app_municipality()) and school_id = any ((select app_advised())::bigint[])';
begin
  foreach t in array array['delivery', 'delivered_part', 'delivered_figure', 'plan_delivery']
  loop
    execute format('create policy advised on %I for select using (%s)', t, mine);
  end loop;
  execute format('create policy advised on redaction for select using (%s and not draft_only)', mine);
  execute format($p$create policy advised on redacted_text for select using (%s and place = 'delivered')$p$, mine);
  -- The row says only which state it is in; what was never delivered is not there.
  foreach t in array array['self_assessment', 'development_plan']
  loop
    execute format($p$create policy advised on %I for select using (%s and state in ('delivered', 'reopened'))$p$, t, mine);
  end loop;
  execute format('create policy advised on story for select using (%s and delivered_at is not null)', mine);
end $$;

-- The session's actor, with the schools advised today.
drop function session_actor(bytea, date, boolean);
create function session_actor(p_token_hash bytea, p_today date, p_touch boolean)
returns table (session_id bigint, account_id bigint, municipality_id bigint, municipality_name text, municipality_language text,
               person_id bigint, name text, title text, language text, welcomed boolean, roles jsonb, overseen bigint[], deputy_for bigint[],
               advised bigint[], other_places boolean, model_pack_id bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare s session;
begin
  select * into s from session where token_hash = p_token_hash and ended_at is null
     and last_seen_at > now() - interval '60 minutes' and created_at > now() - interval '10 hours';
  if not found then return; end if;
  if p_touch and s.last_seen_at < now() - interval '1 minute' then
    update session set last_seen_at = now() where token_hash = p_token_hash;
  end if;
  return query
  select s.id, s.account_id, m.id, m.name, m.language, p.id, p.name, p.title, p.language, p.welcomed_at is not null,
    coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'area', r.area_id, 'school', r.school_id, 'function', r.function,
                'reads_drafts', r.reads_drafts, 'writes_drafts', r.writes_drafts, 'acting', r.acting) order by r.id)
              from role_assignment r where r.municipality_id = m.id and r.person_id = p.id
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '[]'),
    coalesce((select array_agg(distinct sc.id) from role_assignment r join school sc on sc.municipality_id = r.municipality_id and sc.area_id = r.area_id
              where r.municipality_id = m.id and r.person_id = p.id and r.role = 'omradeleder'
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '{}'),
    coalesce((select array_agg(d.school_id) from deputy d where d.municipality_id = m.id and d.person_id = p.id and d.revoked_at is null), '{}'),
    coalesce((select array_agg(distinct a.school_id) from adviser a where a.municipality_id = m.id and a.person_id = p.id
                and a.from_day <= p_today and coalesce(a.ended_on, a.to_day) >= p_today), '{}'),
    exists (select from person o where o.account_id = s.account_id and o.municipality_id <> m.id),
    (select max(k.id) from model_pack k where k.municipality_id = m.id)
  from person p join municipality m on m.id = p.municipality_id join account a on a.id = p.account_id
  where p.municipality_id = s.municipality_id and p.id = s.person_id and a.disabled_at is null;
end $$;
grant create on schema public to kd_definer;
alter function session_actor(bytea, date, boolean) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function session_actor(bytea, date, boolean) from public;
grant execute on function session_actor(bytea, date, boolean) to kd_app;
grant select on adviser to kd_definer;
