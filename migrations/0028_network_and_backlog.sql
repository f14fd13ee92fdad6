-- Networks, and the topics that wait for the next meeting of many schools.

-- A network gathers schools as an area does, but nobody follows them up because of it: meetings, agreements and invitations are with either, so it is a row
-- of the same table. A role is never given for one: whoever oversees schools does so through `school.area_id`.
alter table area add column kind text not null default 'area' check (kind in ('area', 'network'));
alter table area drop constraint area_name_once;
alter table area add constraint area_name_once unique (municipality_id, kind, name);
alter table school add column network_id bigint;
alter table school add foreign key (municipality_id, network_id) references area (municipality_id, id);

-- A meeting of a network is one of its schools' too.
create or replace function wheel_gatherings(p_year integer)
returns table (id bigint, kind text, area_id bigint, starts_at timestamptz, ends_at timestamptz, state text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.kind, m.area_id, m.starts_at, m.ends_at, m.state
    from meeting m
   where m.municipality_id = app_municipality() and m.school_year = p_year and m.school_id is null and m.state <> 'cancelled'
     and exists (select from school s where s.municipality_id = m.municipality_id and (m.area_id is null or m.area_id in (s.area_id, s.network_id))
       and (s.id = any (app_overseen()) or s.id = any (app_led()))) $$;

-- A topic that waits for the next meeting of its kind with the area, the network or all schools: somebody brought it, or it was left in a meeting before.
create table meeting_backlog (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  kind            text not null check (kind <> ''),
  area_id         bigint,                             -- the area or the network; null = all schools
  title           text not null check (title <> '' and char_length(title) <= 200),
  from_meeting    bigint,                             -- it was left in this one
  added_at        timestamptz not null,
  added_by        bigint not null,
  added_by_name   text not null,
  added_from      bigint,                             -- the school they lead; null: the owner's
  taken_by        bigint,                             -- the meeting whose agenda it came onto
  withdrawn_at    timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint meeting_backlog_save_once unique (municipality_id, save_id),
  constraint meeting_backlog_over check (taken_by is null or withdrawn_at is null),
  foreign key (municipality_id, area_id) references area (municipality_id, id),
  foreign key (municipality_id, from_meeting) references meeting (municipality_id, id),
  foreign key (municipality_id, taken_by) references meeting (municipality_id, id),
  foreign key (municipality_id, added_by) references person (municipality_id, id),
  foreign key (municipality_id, added_from) references school (municipality_id, id)
);
create index meeting_backlog_waiting on meeting_backlog (municipality_id, kind, area_id) where taken_by is null and withdrawn_at is null;

-- Whether somebody meets there: those who follow schools up, and those who lead a school that belongs to it.
create function app_meets_with(p_area bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select app_owner() or exists (select from school s where s.municipality_id = app_municipality() and (s.id = any (app_overseen()) or s.id = any (app_led()))
       and (p_area is null or p_area in (s.area_id, s.network_id))) $$;
alter table meeting_backlog enable row level security;
alter table meeting_backlog force row level security;
create policy reads on meeting_backlog for select
  using (municipality_id = (select app_municipality()) and app_meets_with(area_id));
create policy adds on meeting_backlog for insert
  with check (municipality_id = (select app_municipality()) and app_meets_with(area_id) and added_by = (select app_person()));
-- Whoever meets there takes one onto an agenda; a rektor's is taken back by nobody else.
create policy moves on meeting_backlog for update
  using (municipality_id = (select app_municipality()) and app_meets_with(area_id))
  with check (municipality_id = (select app_municipality()) and (withdrawn_at is null or added_by = (select app_person())
    or (added_from is null and ((select app_owner()) or cardinality((select app_overseen())::bigint[]) > 0))));
grant select, insert on meeting_backlog to kd_app;
grant update (taken_by, withdrawn_at) on meeting_backlog to kd_app;

grant create on schema public to kd_definer;
alter function app_meets_with(bigint) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function app_meets_with(bigint) from public;
grant execute on function app_meets_with(bigint) to kd_app;
