-- The wheel of the year as a municipality keeps it: which days each segment of its model pack has in a school year, what is moved or skipped, and what came
-- of the segments of parents and pupils. What a segment asks of each school (a meeting, a delivery) is never stored: it is read from `meeting` and
-- `self_assessment`.

-- Days on which there is no school (skulerute), first and last with them.
create table school_free_day (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  from_day        date not null,
  to_day          date not null,
  name            text not null check (name <> ''),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  constraint school_free_day_order check (to_day >= from_day)
);
create unique index school_free_day_once on school_free_day (municipality_id, from_day, to_day) where removed_at is null;

-- When the council meets, and the day its papers must be there.
create table council_date (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  meets_on        date not null,
  papers_by       date not null,
  name            text not null check (name <> ''),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  constraint council_date_order check (papers_by <= meets_on)
);
create unique index council_date_once on council_date (municipality_id, meets_on, name) where removed_at is null;

-- Skoleeier's working copy of a year. `days` is [{segment, from, to}]; null when it was published or given up.
create table wheel_draft (
  municipality_id bigint not null references municipality (id),
  school_year     integer not null check (school_year between 2000 and 2100),   -- the year it starts
  rev             integer not null check (rev > 0),
  days            jsonb,
  changed_at      timestamptz not null,
  changed_by      bigint not null,
  primary key (municipality_id, school_year),
  foreign key (municipality_id, changed_by) references person (municipality_id, id)
);

-- A published wheel; the highest version stands.
create table wheel_version (
  municipality_id   bigint not null references municipality (id),
  id                bigint generated always as identity,
  school_year       integer not null check (school_year between 2000 and 2100),
  version           integer not null check (version > 0),
  model_pack_id     bigint not null,                   -- whose segments these are
  days              jsonb not null,
  changed           text[] not null,                   -- keys of the segments that are not as in the version before
  published_at      timestamptz not null,
  published_by      bigint not null,
  published_by_name text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, published_by) references person (municipality_id, id),
  constraint wheel_version_once unique (municipality_id, school_year, version)
);

-- A segment that is moved or skipped, for one school or (by skoleeier) for all. The newest that is agreed on stands.
create table wheel_exception (
  municipality_id  bigint not null references municipality (id),
  id               bigint generated always as identity,
  school_year      integer not null check (school_year between 2000 and 2100),
  segment          text not null,                      -- key in the pack
  school_id        bigint,                             -- null: all schools
  side             text not null check (side in ('school', 'owner')),            -- who asks
  wish             text not null check (wish in ('move', 'skip')),
  to_day           date,                               -- the new deadline
  reason           text not null check (reason <> ''), -- read by both sides
  state            text not null check (state in ('asked', 'agreed', 'declined')),
  asked_at         timestamptz not null,
  asked_by         bigint not null,
  asked_by_name    text not null,
  answered_at      timestamptz,
  answered_by      bigint,
  answered_by_name text,
  answer_note      text not null default '',
  save_id          uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, asked_by) references person (municipality_id, id),
  foreign key (municipality_id, answered_by) references person (municipality_id, id),
  constraint wheel_exception_save_once unique (municipality_id, save_id),
  constraint wheel_exception_day check ((wish = 'move') = (to_day is not null)),
  constraint wheel_exception_for_all check (school_id is not null or (side = 'owner' and state = 'agreed')),
  constraint wheel_exception_answered check ((state = 'asked') = (answered_at is null) and (answered_at is null) = (answered_by is null))
);
create index wheel_exception_by_year on wheel_exception (municipality_id, school_year, segment);

-- What came of a segment of parents and pupils at a school, in a few words; the newest version stands.
create table wheel_note (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  school_id        bigint not null,
  school_year      integer not null check (school_year between 2000 and 2100),
  segment          text not null,
  version          integer not null check (version > 0),
  body             text not null,
  written_at       timestamptz not null,
  written_by       bigint not null,
  written_by_name  text not null,
  written_by_title text not null,
  removed_at       timestamptz,                        -- it should not have been written, and is gone from every version
  removed_by       bigint,
  removed_by_name  text,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, written_by) references person (municipality_id, id),
  foreign key (municipality_id, removed_by) references person (municipality_id, id),
  constraint wheel_note_version_once unique (municipality_id, school_id, school_year, segment, version),
  constraint wheel_note_words check ((body = '') = (removed_at is not null) and (removed_at is null) = (removed_by_name is null))
);

-- That both sides were told that the days of a segment went by and nothing was arranged: once.
create table wheel_told (
  municipality_id bigint not null,
  school_year     integer not null,
  segment         text not null,
  school_id       bigint not null,
  told_at         timestamptz not null,
  primary key (municipality_id, school_year, segment, school_id),
  foreign key (municipality_id, school_id) references school (municipality_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['school_free_day', 'council_date', 'wheel_draft', 'wheel_version', 'wheel_exception', 'wheel_note', 'wheel_told']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  -- The calendar and what is published are everybody's to read.
  foreach t in array array['school_free_day', 'council_date', 'wheel_version']
  loop
    execute format('create policy reads on %I for select using (municipality_id = (select app_municipality()))', t);
    execute format('create policy keeps on %I for insert with check (municipality_id = (select app_municipality()) and (select app_owner()))', t);
  end loop;
  foreach t in array array['school_free_day', 'council_date']
  loop
    execute format($p$create policy takes_away on %I for update
      using (municipality_id = (select app_municipality()) and (select app_owner()))
      with check (municipality_id = (select app_municipality()) and (select app_owner()))$p$, t);
    execute format('grant select, insert, update (removed_at) on %I to kd_app', t);
  end loop;
  -- The working copy, and who was told, are the owner's.
  foreach t in array array['wheel_draft', 'wheel_told']
  loop
    execute format($p$create policy owner on %I
      using (municipality_id = (select app_municipality()) and (select app_owner()))
      with check (municipality_id = (select app_municipality()) and (select app_owner()))$p$, t);
  end loop;
end $$;
create trigger only_added before update or delete on wheel_version for each row execute function refuse_change();
create trigger only_added before update or delete on wheel_told for each row execute function refuse_change();
grant select, insert on wheel_version, wheel_told to kd_app;
grant select, insert on wheel_draft to kd_app;
grant update (rev, days, changed_at, changed_by) on wheel_draft to kd_app;

-- A reason is read by both sides; one that is for all schools, by everybody.
create policy reads on wheel_exception for select
  using (municipality_id = (select app_municipality()) and (
    school_id is null or (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_schools())::bigint[])));
-- Each side asks for itself. Those who follow the school up may decide at once; nobody answers their own.
create policy asks on wheel_exception for insert
  with check (municipality_id = (select app_municipality()) and asked_by = (select app_person()) and (
    (side = 'school' and state = 'asked' and school_id = any ((select app_led())::bigint[]))
    or (side = 'owner' and state in ('asked', 'agreed')
      and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])))));
create policy answers on wheel_exception for update
  using (municipality_id = (select app_municipality()) and state = 'asked' and (
    (side = 'owner' and school_id = any ((select app_led())::bigint[]))
    or (side = 'school' and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])))))
  with check (municipality_id = (select app_municipality()) and answered_by = (select app_person()));
grant select, insert on wheel_exception to kd_app;
grant update (state, answered_at, answered_by, answered_by_name, answer_note) on wheel_exception to kd_app;

-- What parents and pupils said is read by all at the school and by those who follow it up, and written down by those who write its drafts.
create policy reads on wheel_note for select
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[])
    or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])));
create policy writes on wheel_note for insert
  with check (municipality_id = (select app_municipality()) and written_by = (select app_person()) and school_id = any ((select app_schools())::bigint[]));
grant select, insert on wheel_note to kd_app;

create function keep_wheel_note() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' and tg_op = 'UPDATE' then
    return new;
  end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger only_added before update or delete on wheel_note for each row execute function keep_wheel_note();

-- Takes the words of every version of a note away (docs/decisions/0007). False when there are none, or the actor neither leads the school, nor stands in for
-- its rektor, nor is skoleeier.
create function remove_wheel_note(p_school bigint, p_year integer, p_segment text, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update wheel_note n set body = '', removed_at = p_at, removed_by = app_person(), removed_by_name = p_name
   where n.municipality_id = app_municipality() and n.school_id = p_school and n.school_year = p_year and n.segment = p_segment and n.removed_at is null
     and (app_owner() or n.school_id = any (app_led())
       or (n.school_id = any (app_schools()) and exists (
         select from deputy d where d.municipality_id = n.municipality_id and d.school_id = n.school_id and d.person_id = app_person() and d.revoked_at is null)));
  return found;
end $$;

grant create on schema public to kd_definer;
alter function remove_wheel_note(bigint, integer, text, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function remove_wheel_note(bigint, integer, text, text, timestamptz) from public;
grant execute on function remove_wheel_note(bigint, integer, text, text, timestamptz) to kd_app;
grant select, update on wheel_note to kd_definer;

-- What is moved or skipped and agreed on, without why: everybody at a school keeps its days, and the reason is for both sides alone.
create function wheel_moves(p_year integer)
returns table (id bigint, segment text, school_id bigint, wish text, to_day date, agreed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.id, e.segment, e.school_id, e.wish, e.to_day, e.answered_at
    from wheel_exception e
   where e.municipality_id = app_municipality() and e.school_year = p_year and e.state = 'agreed'
     and (e.school_id is null or app_owner() or e.school_id = any (app_overseen()) or e.school_id = any (app_led())
       or e.school_id = any (app_schools()) or e.school_id = any (app_reader_schools())) $$;

-- The meetings of several schools that concern a school the actor leads or follows up, also when somebody else booked them and before the actor was asked:
-- that they are and when, so that the wheel says the same to all.
create function wheel_gatherings(p_year integer)
returns table (id bigint, kind text, area_id bigint, starts_at timestamptz, ends_at timestamptz, state text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.kind, m.area_id, m.starts_at, m.ends_at, m.state
    from meeting m
   where m.municipality_id = app_municipality() and m.school_year = p_year and m.school_id is null and m.state <> 'cancelled'
     and exists (select from school s where s.municipality_id = m.municipality_id and (m.area_id is null or s.area_id = m.area_id)
       and (s.id = any (app_overseen()) or s.id = any (app_led()))) $$;

grant create on schema public to kd_definer;
alter function wheel_moves(integer) owner to kd_definer;
alter function wheel_gatherings(integer) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function wheel_moves(integer), wheel_gatherings(integer) from public;
grant execute on function wheel_moves(integer), wheel_gatherings(integer) to kd_app;
grant select on wheel_exception to kd_definer;
