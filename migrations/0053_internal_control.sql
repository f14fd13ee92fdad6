-- Internal control (docs/internal-control.md): what somebody outside or inside the municipality looked at, what they found and how it was put right; and the
-- municipality's routines with the one who revises them. What else was checked through a year is gathered from where it stands.

create table control_inspection (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  kind            text not null check (kind in ('state', 'audit', 'internal', 'own')),
  by_whom         text not null check (by_whom <> '' and char_length(by_whom) <= 200),
  theme           text not null check (theme <> '' and char_length(theme) <= 300),
  day             date not null,
  legal           text not null default '' check (char_length(legal) <= 500),
  legal_on        date,                                  -- the day whose law that is
  made_at         timestamptz not null,
  made_by         bigint not null,
  made_by_name    text not null,
  closing         text not null default '' check (char_length(closing) <= 4000),
  closed_at       timestamptz,
  closed_by_name  text,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint control_inspection_save_once unique (municipality_id, save_id),
  constraint control_inspection_closed check ((closed_at is null) = (closed_by_name is null) and (closed_at is not null or closing = '')),
  foreign key (municipality_id, made_by) references person (municipality_id, id)
);
create index control_inspection_by_day on control_inspection (municipality_id, day);

-- The schools it is about; none: the municipality itself.
create table control_inspection_school (
  municipality_id bigint not null,
  inspection_id   bigint not null,
  school_id       bigint not null,
  there           boolean not null default true,
  primary key (municipality_id, inspection_id, school_id),
  foreign key (municipality_id, inspection_id) references control_inspection (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id)
);
create index control_inspection_school_by_school on control_inspection_school (municipality_id, school_id);

create table control_finding (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  inspection_id   bigint not null,
  school_id       bigint,                                -- none: of all that it is about
  words           text not null check (words <> '' and char_length(words) <= 4000),
  deadline        date,
  responsible_id  bigint,                                -- who puts it right
  responsible     text not null default '' check (char_length(responsible) <= 200),   -- the same in words
  made_at         timestamptz not null,
  made_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint control_finding_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, inspection_id) references control_inspection (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, responsible_id) references person (municipality_id, id)
);
create index control_finding_by_inspection on control_finding (municipality_id, inspection_id);
create index control_finding_by_school on control_finding (municipality_id, school_id);

-- How a finding stands from now on: put right, closed, or open again. Before the first it is open.
create table control_finding_step (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  finding_id      bigint not null,
  state           text not null check (state in ('open', 'mended', 'closed')),
  words           text not null default '' check (char_length(words) <= 4000),
  day             date not null,                         -- when it was
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint control_finding_step_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, finding_id) references control_finding (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index control_finding_step_by_finding on control_finding_step (municipality_id, finding_id, id);

create table control_routine (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  name            text not null check (name <> '' and char_length(name) <= 200),
  purpose         text not null default '' check (char_length(purpose) <= 2000),
  place           text not null check (place <> '' and char_length(place) <= 500),    -- where it stands: an address, or words
  owner_id        bigint,                                -- who revises it: a person,
  owner_function  text,                                  -- or whoever holds a function of the pack
  revise_on       date not null,
  dated_at        timestamptz not null,                  -- when that day was set here; a revision after it sets another
  retired_at      timestamptz,
  made_at         timestamptz not null,
  made_by         bigint not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint control_routine_save_once unique (municipality_id, save_id),
  constraint control_routine_has_an_owner check ((owner_id is null) <> (owner_function is null)),
  foreign key (municipality_id, owner_id) references person (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id)
);

create table control_revision (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  routine_id      bigint not null,
  day             date not null,
  words           text not null default '' check (char_length(words) <= 2000),
  next_on         date not null,
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint control_revision_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, routine_id) references control_routine (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index control_revision_by_routine on control_revision (municipality_id, routine_id, id);

-- Skoleeier, and of the schools that an inspection is about those who lead them and those who lead their area.
create function app_reads_inspection(p_inspection bigint) returns boolean language sql stable as
  $$ select app_owner() or exists (select from control_inspection_school s where s.municipality_id = app_municipality() and s.inspection_id = p_inspection
       and s.there and (s.school_id = any (app_overseen()) or s.school_id = any (app_led()))) $$;
-- Everybody who works for the municipality's schools; not pupils, parents and administrators.
create function app_reads_routines() returns boolean language sql stable as
  $$ select app_owner() or cardinality(app_schools()) > 0 or cardinality(app_overseen()) > 0 or exists (
       select from role_assignment r where r.municipality_id = app_municipality() and r.person_id = app_person()
         and r.role in ('omradeleder', 'utviklingsgruppe') and r.school_id is null) $$;

do $$
declare t text;
begin
  foreach t in array array['control_inspection', 'control_inspection_school', 'control_finding', 'control_finding_step', 'control_routine', 'control_revision']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
  foreach t in array array['control_inspection', 'control_inspection_school', 'control_finding', 'control_routine']
  loop
    execute format('create policy keeps on %I for insert with check (municipality_id = (select app_municipality()) and (select app_owner()))', t);
    execute format($p$create policy changes on %I for update using (municipality_id = (select app_municipality()) and (select app_owner()))
      with check (municipality_id = (select app_municipality()) and (select app_owner()))$p$, t);
  end loop;
  foreach t in array array['control_finding_step', 'control_revision']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
  end loop;
end $$;

create policy reads on control_inspection for select
  using (municipality_id = (select app_municipality()) and app_reads_inspection(id));
create policy reads on control_inspection_school for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or (there and (school_id = any ((select app_overseen())::bigint[])
    or school_id = any ((select app_led())::bigint[])))));
create policy reads on control_finding for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])
    or school_id = any ((select app_led())::bigint[]) or (school_id is null and app_reads_inspection(inspection_id))));
create policy reads on control_finding_step for select
  using (municipality_id = (select app_municipality()) and exists (
    select from control_finding f where f.municipality_id = control_finding_step.municipality_id and f.id = control_finding_step.finding_id));
-- The owner says whatever is to be said; whoever is to put it right says that it is.
create policy says on control_finding_step for insert
  with check (municipality_id = (select app_municipality()) and by_id = (select app_person()) and ((select app_owner()) or (state = 'mended' and exists (
    select from control_finding f where f.municipality_id = control_finding_step.municipality_id and f.id = control_finding_step.finding_id
      and (f.school_id = any ((select app_led())::bigint[]) or f.responsible_id = (select app_person()))))));
create policy reads on control_routine for select
  using (municipality_id = (select app_municipality()) and (select app_reads_routines()));
create policy reads on control_revision for select
  using (municipality_id = (select app_municipality()) and (select app_reads_routines()));
create policy revises on control_revision for insert
  with check (municipality_id = (select app_municipality()) and by_id = (select app_person()) and ((select app_owner()) or exists (
    select from control_routine r where r.municipality_id = control_revision.municipality_id and r.id = control_revision.routine_id
      and (r.owner_id = (select app_person()) or exists (select from role_assignment a where a.municipality_id = r.municipality_id
        and a.person_id = (select app_person()) and a.function = r.owner_function)))));

grant update (kind, by_whom, theme, day, legal, legal_on, closing, closed_at, closed_by_name) on control_inspection to kd_app;
grant update (there) on control_inspection_school to kd_app;
grant update (school_id, words, deadline, responsible_id, responsible) on control_finding to kd_app;
grant update (name, purpose, place, owner_id, owner_function, revise_on, dated_at, retired_at) on control_routine to kd_app;
