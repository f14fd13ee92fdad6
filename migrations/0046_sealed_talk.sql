-- Talks between a school's leader and the one who leads them (docs/sealed-talks.md). Each row names the two people, and the policies compare the actor with
-- those two and with nothing else: no role, no school, no owner. Three functions of the definer go further, and each does one thing.

create table sealed_talk (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  kind               text not null,                      -- key of the pack's kind of talk
  model_pack_id      bigint not null,
  school_id          bigint not null,                    -- whose leader it is with
  employee_id        bigint not null,
  manager_id         bigint not null,
  day                date not null,
  passes_on          boolean not null,                   -- the employer's document, which is handed over
  keep_until         date not null,
  employee_opened_at timestamptz,                        -- from then on the other reads what was prepared
  manager_opened_at  timestamptz,
  held_at            timestamptz,
  arranged_at        timestamptz not null,
  arranged_by        bigint not null,
  save_id            uuid not null,
  primary key (municipality_id, id),
  constraint sealed_talk_save_once unique (municipality_id, save_id),
  constraint sealed_talk_parties unique (municipality_id, id, employee_id, manager_id),
  constraint sealed_talk_two check (employee_id <> manager_id),
  constraint sealed_talk_kept check (keep_until >= day),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, employee_id) references person (municipality_id, id),
  foreign key (municipality_id, manager_id) references person (municipality_id, id)
);
create index sealed_talk_by_employee on sealed_talk (municipality_id, employee_id);
create index sealed_talk_by_manager on sealed_talk (municipality_id, manager_id);
create index sealed_talk_by_keep on sealed_talk (municipality_id, keep_until);

-- What is written, as it stands: no earlier words, because what is to be deleted must not stand in rows that are only added.
create table sealed_text (
  municipality_id bigint not null,
  talk_id         bigint not null,
  employee_id     bigint not null,
  manager_id      bigint not null,
  side            text not null check (side in ('employee', 'manager', 'common')),
  field           text not null,
  opened          boolean not null default false,        -- what one has prepared, from when the other reads it
  value           text not null,
  rev             integer not null check (rev > 0),
  saved_at        timestamptz not null,
  saved_by        bigint not null,
  saved_by_name   text not null,
  save_id         uuid not null,
  primary key (municipality_id, talk_id, side, field),
  foreign key (municipality_id, talk_id, employee_id, manager_id) references sealed_talk (municipality_id, id, employee_id, manager_id)
    on update cascade on delete cascade
);

create table sealed_signature (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  talk_id         bigint not null,
  employee_id     bigint not null,
  manager_id      bigint not null,
  side            text not null check (side in ('employee', 'manager')),
  sha256          bytea not null check (length(sha256) = 32),
  signed_at       timestamptz not null,
  by_name         text not null,
  by_title        text not null,
  withdrawn_at    timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, talk_id, employee_id, manager_id) references sealed_talk (municipality_id, id, employee_id, manager_id)
    on update cascade on delete cascade
);
create unique index sealed_signature_once on sealed_signature (municipality_id, talk_id, side) where withdrawn_at is null;

create table sealed_point (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  talk_id         bigint not null,
  employee_id     bigint not null,
  manager_id      bigint not null,
  what            text not null check (what <> '' and char_length(what) <= 600),
  due             date not null,
  state           text not null default 'open' check (state in ('open', 'done', 'dropped')),
  made_at         timestamptz not null,
  made_by_name    text not null,
  changed_at      timestamptz,
  changed_by_name text,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint sealed_point_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, talk_id, employee_id, manager_id) references sealed_talk (municipality_id, id, employee_id, manager_id)
    on update cascade on delete cascade
);
create index sealed_point_by_talk on sealed_point (municipality_id, talk_id);

-- Who read, and when. Only added to, and gone with its talk.
create table sealed_reading (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  talk_id         bigint not null,
  employee_id     bigint not null,
  manager_id      bigint not null,
  what            text not null check (what in ('front', 'preparation', 'text', 'signing', 'opening')),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, talk_id, employee_id, manager_id) references sealed_talk (municipality_id, id, employee_id, manager_id)
    on update cascade on delete cascade
);
create index sealed_reading_by_talk on sealed_reading (municipality_id, talk_id, id);

-- Somebody else is let in, for a while, because somebody who may has decided it.
create table sealed_opening (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  talk_id          bigint not null,
  employee_id      bigint not null,
  manager_id       bigint not null,
  decided_by_name  text not null check (decided_by_name <> '' and char_length(decided_by_name) <= 120),
  decided_by_title text not null check (decided_by_title <> '' and char_length(decided_by_title) <= 120),
  decided_on       date not null,
  reason           text not null check (reason <> '' and char_length(reason) <= 1000),
  at               timestamptz not null,
  until_at         timestamptz not null,
  by_id            bigint not null,
  by_name          text not null,
  save_id          uuid not null,
  primary key (municipality_id, id),
  constraint sealed_opening_save_once unique (municipality_id, save_id),
  constraint sealed_opening_short check (until_at > at and until_at <= at + interval '1 hour'),
  foreign key (municipality_id, talk_id, employee_id, manager_id) references sealed_talk (municipality_id, id, employee_id, manager_id)
    on update cascade on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- The employer's document went from one to another.
create table sealed_handover (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  talk_id         bigint not null,
  employee_id     bigint not null,
  manager_id      bigint not null,
  side            text not null check (side in ('employee', 'manager')),
  from_name       text not null,
  to_name         text not null,
  at              timestamptz not null,
  by_name         text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, talk_id, employee_id, manager_id) references sealed_talk (municipality_id, id, employee_id, manager_id)
    on update cascade on delete cascade
);

-- Rows that are only added. What a handover changes, and what is deleted with its talk, comes from the key of the talk.
create function refuse_change_of_sealed() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 then return coalesce(new, old); end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;

-- What is signed stands as it was signed.
create function refuse_words_beside_signature() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() = 1 and new.side = 'common' and exists (
       select from sealed_signature s where s.municipality_id = new.municipality_id and s.talk_id = new.talk_id and s.withdrawn_at is null) then
    raise exception 'the text is signed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger signed before insert or update on sealed_text for each row execute function refuse_words_beside_signature();

do $$
declare t text;
begin
  foreach t in array array['sealed_talk', 'sealed_signature', 'sealed_point', 'sealed_reading', 'sealed_opening', 'sealed_handover']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy parties on %I
      using (municipality_id = (select app_municipality()) and (select app_person()) in (employee_id, manager_id))
      with check (municipality_id = (select app_municipality()) and (select app_person()) in (employee_id, manager_id))$p$, t);
  end loop;
  foreach t in array array['sealed_reading', 'sealed_opening', 'sealed_handover']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change_of_sealed()', t);
  end loop;
end $$;
-- What one has prepared is theirs alone until they open it.
alter table sealed_text enable row level security;
alter table sealed_text force row level security;
create policy parties on sealed_text
  using (municipality_id = (select app_municipality()) and (
    (side = 'employee' and employee_id = (select app_person())) or (side = 'manager' and manager_id = (select app_person()))
    or ((side = 'common' or opened) and (select app_person()) in (employee_id, manager_id))))
  with check (municipality_id = (select app_municipality()) and (
    (side = 'employee' and employee_id = (select app_person())) or (side = 'manager' and manager_id = (select app_person()))
    or (side = 'common' and (select app_person()) in (employee_id, manager_id))));

grant select, insert on sealed_talk, sealed_text, sealed_signature, sealed_point, sealed_reading to kd_app;
grant select on sealed_opening, sealed_handover to kd_app;
grant update (employee_opened_at, manager_opened_at, held_at, day, keep_until) on sealed_talk to kd_app;
grant update (opened, value, rev, saved_at, saved_by, saved_by_name, save_id) on sealed_text to kd_app;
grant update (withdrawn_at) on sealed_signature to kd_app;
grant update (state, changed_at, changed_by_name) on sealed_point to kd_app;

-- The password was given in this session, and something sealed was asked for since; by the application's clock.
alter table session add column sealed_seen_at timestamptz;
create function unlock_sealed(p_token_hash bytea, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as
  $$ update session set sealed_seen_at = p_now where token_hash = p_token_hash and ended_at is null $$;
create function sealed_is_unlocked(p_token_hash bytea, p_now timestamptz, p_touch boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from session where token_hash = p_token_hash and ended_at is null and sealed_seen_at > p_now - interval '15 minutes';
  if not found then return false; end if;
  if p_touch then update session set sealed_seen_at = greatest(sealed_seen_at, p_now) where token_hash = p_token_hash; end if;
  return true;
end $$;

-- Lets an administrator in, by a decision that is written in. Which talks there are is not told: it takes the names of both, the kind and the year.
create function open_sealed_talk(p_employee bigint, p_manager bigint, p_kind text, p_year integer, p_decided_by text, p_title text, p_decided_on date,
  p_reason text, p_by_name text, p_today date, p_now timestamptz, p_save_id uuid) returns table (opening_id bigint, talk_id bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not exists (select from role_assignment r where r.municipality_id = app_municipality() and r.person_id = app_person() and r.role = 'administrator'
                   and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)) then
    return;
  end if;
  -- The very form was sent before.
  return query select o.id, o.talk_id from sealed_opening o where o.municipality_id = app_municipality() and o.save_id = p_save_id and o.by_id = app_person();
  if found then return; end if;
  -- An own talk is read as others of one's own.
  return query
  with found as (
    select t.* from sealed_talk t
     where t.municipality_id = app_municipality() and t.employee_id = p_employee and t.manager_id = p_manager and t.kind = p_kind
       and extract(year from t.day) = p_year and app_person() not in (t.employee_id, t.manager_id)
     order by t.day desc, t.id desc limit 1)
  insert into sealed_opening as o (municipality_id, talk_id, employee_id, manager_id, decided_by_name, decided_by_title, decided_on, reason, at, until_at,
      by_id, by_name, save_id)
    select municipality_id, id, employee_id, manager_id, p_decided_by, p_title, p_decided_on, p_reason, p_now, p_now + interval '1 hour',
      app_person(), p_by_name, p_save_id from found
  returning o.id, o.talk_id;
end $$;

-- What somebody who was let in reads, while it lasts; it is noted in the same breath. What one of the two has prepared and not opened is not in it.
create function opened_sealed_talk(p_opening bigint, p_by_name text, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare o sealed_opening; t sealed_talk;
begin
  select * into o from sealed_opening
   where municipality_id = app_municipality() and id = p_opening and by_id = app_person() and at <= p_now and until_at > p_now;
  if not found then return null; end if;
  select * into t from sealed_talk where municipality_id = o.municipality_id and id = o.talk_id;
  insert into sealed_reading (municipality_id, talk_id, employee_id, manager_id, what, at, by_id, by_name)
    values (t.municipality_id, t.id, t.employee_id, t.manager_id, 'opening', p_now, app_person(), p_by_name);
  return jsonb_build_object(
    'kind', t.kind, 'pack', t.model_pack_id, 'day', t.day, 'employee', t.employee_id, 'manager', t.manager_id,
    'until', extract(epoch from o.until_at)::bigint,
    'texts', coalesce((select jsonb_agg(jsonb_build_object('side', x.side, 'field', x.field, 'value', x.value) order by x.side, x.field)
                         from sealed_text x where x.municipality_id = t.municipality_id and x.talk_id = t.id and (x.side = 'common' or x.opened)), '[]'),
    'points', coalesce((select jsonb_agg(jsonb_build_object('what', p.what, 'due', p.due, 'state', p.state) order by p.due, p.id)
                          from sealed_point p where p.municipality_id = t.municipality_id and p.talk_id = t.id), '[]'));
end $$;

-- Hands the employer's document over: the one who goes reads it no more, and what they had prepared and not opened is gone.
create function hand_over_sealed_talk(p_talk bigint, p_side text, p_to bigint, p_by_name text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare t sealed_talk; goes bigint;
begin
  select * into t from sealed_talk
   where municipality_id = app_municipality() and id = p_talk and passes_on and app_person() in (employee_id, manager_id) for update;
  if not found or p_to in (t.employee_id, t.manager_id) or p_side not in ('employee', 'manager') then return false; end if;
  goes := case p_side when 'employee' then t.employee_id else t.manager_id end;
  delete from sealed_text x where x.municipality_id = t.municipality_id and x.talk_id = t.id and x.side = p_side and not x.opened;
  insert into sealed_handover (municipality_id, talk_id, employee_id, manager_id, side, from_name, to_name, at, by_name)
    select t.municipality_id, t.id, t.employee_id, t.manager_id, p_side, f.name, n.name, p_now, p_by_name
      from person f, person n where f.municipality_id = t.municipality_id and f.id = goes and n.municipality_id = t.municipality_id and n.id = p_to;
  if not found then return false; end if;
  update sealed_talk set employee_id = case p_side when 'employee' then p_to else employee_id end,
      manager_id = case p_side when 'manager' then p_to else manager_id end
   where municipality_id = t.municipality_id and id = t.id;
  return true;
end $$;

-- Deletes what is kept no longer, all of it. Only work that acts for nobody.
create function forget_sealed_talks(p_today date) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
  if app_person() is not null or not app_owner() then return 0; end if;
  delete from sealed_talk where municipality_id = app_municipality() and keep_until < p_today;
  get diagnostics gone = row_count;
  return gone;
end $$;

grant create on schema public to kd_definer;
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'public' and p.proname in ('unlock_sealed', 'sealed_is_unlocked', 'open_sealed_talk', 'opened_sealed_talk',
              'hand_over_sealed_talk', 'forget_sealed_talks')
  loop
    execute format('alter function %s owner to kd_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to kd_app', f);
  end loop;
end $$;
revoke create on schema public from kd_definer;
grant select, delete on sealed_talk to kd_definer;
grant update (employee_id, manager_id) on sealed_talk to kd_definer;
grant select, delete on sealed_text to kd_definer;
grant select on sealed_point to kd_definer;
grant select, insert on sealed_opening to kd_definer;
grant insert on sealed_reading, sealed_handover to kd_definer;
