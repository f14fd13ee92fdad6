-- Figures. A value is never changed: a later import that says something else replaces it, and what it replaced stays with its file, its date and who.
-- The catalogue (what an indicator means) is part of the program; rows name it by key.
create table indicator_import (
  municipality_id  bigint not null references municipality (id),
  id               bigint generated always as identity,
  kind             text not null default 'file' check (kind in ('file', 'by_hand')),
  file_name        text not null,                       -- of a figure written by hand: where it is from, in somebody's words
  sha256           bytea not null check (length(sha256) = 32),
  bytes            bigint not null,
  uploaded_at      timestamptz not null,
  uploaded_by      bigint,                              -- null: an operator's command
  uploaded_by_name text not null,
  state            text not null check (state in ('waiting', 'committed', 'discarded', 'withdrawn')),
  summary          jsonb not null,                      -- what was recognised, as counts
  decided_at       timestamptz,                         -- committed or discarded
  decided_by_name  text,
  withdrawn_at     timestamptz,
  withdrawn_by_name text,
  withdrawn_reason text,
  primary key (municipality_id, id)
);

-- The file itself, until it is committed or discarded and then emptied: it may hold what few may see. Afterwards its hash tells which file it was.
create table indicator_upload (
  municipality_id bigint not null,
  import_id       bigint not null,
  content         bytea not null,
  primary key (municipality_id, import_id),
  foreign key (municipality_id, import_id) references indicator_import (municipality_id, id)
);

create table indicator_value (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  import_id       bigint not null,
  level           smallint not null check (level between 1 and 4),       -- 1 country, 2 county, 3 municipality, 4 school
  place           text not null default '',                              -- county's or municipality's number; empty for country and schools
  school_id       bigint,
  indicator       text not null,
  year            integer not null,                                      -- a school year is named by the year it starts
  grade           smallint not null default 0,                           -- 0: all grades, or the grade that the indicator's key names
  sex             smallint not null default 0 check (sex between 0 and 2),   -- 0 all, 1 girls, 2 boys
  part            smallint not null default 0,                           -- level of a distribution; 0 none
  state           text not null check (state in ('published', 'preliminary', 'restricted', 'suppressed', 'not_applicable', 'missing')),
  amount          bigint,                                                -- thousandths
  uncertainty     bigint,
  deviation       bigint,
  count_state     text not null check (count_state in ('published', 'preliminary', 'restricted', 'suppressed', 'not_applicable', 'missing')),
  count           bigint,                                                -- people, whole
  computed        boolean not null default false,                        -- divided here from two published counts
  suspect         boolean not null default false,                        -- imported in spite of a warning
  circle          text not null check (circle in ('public', 'school', 'named')),   -- who may see it at all
  sheet           text not null default '',
  row_number      integer not null,                                      -- from 1, as the person's program numbers rows
  column_name     text not null,
  unit_number     text not null default '',                              -- organisation number that the school has in the file
  replaced_by     bigint,                                                -- the import whose value stands instead
  withdrawn       boolean not null default false,
  masked          boolean not null default false,                        -- not shown, so that nothing hidden can be computed (docs/suppression.md)
  primary key (municipality_id, id),
  foreign key (municipality_id, import_id) references indicator_import (municipality_id, id),
  foreign key (municipality_id, replaced_by) references indicator_import (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  constraint indicator_value_of_a_school check ((level = 4) = (school_id is not null)),
  constraint indicator_value_has_a_number check ((amount is not null) = (state in ('published', 'preliminary', 'restricted'))),
  constraint indicator_count_has_a_number check ((count is not null) = (count_state in ('published', 'preliminary', 'restricted')))
);
-- One value stands for a place, a year and a group.
create unique index indicator_value_once on indicator_value
  (municipality_id, indicator, year, level, place, coalesce(school_id, 0), grade, sex, part) where replaced_by is null and not withdrawn;
create index indicator_value_of_school on indicator_value (municipality_id, school_id, indicator) where replaced_by is null and not withdrawn;
create index indicator_value_by_import on indicator_value (municipality_id, import_id);
create index indicator_value_replaced on indicator_value (municipality_id, replaced_by) where replaced_by is not null;

-- Schools that the actor leads: what only named roles see is seen by the rektor, not by the group.
create function app_led() returns bigint[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.led', true), ''), ',')::bigint[], '{}') $$;

alter table indicator_import enable row level security;
alter table indicator_import force row level security;
-- Everybody may know where a figure is from.
create policy source on indicator_import for select using (municipality_id = (select app_municipality()));
create policy owner_adds on indicator_import for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy owner_decides on indicator_import for update
  using (municipality_id = (select app_municipality()) and (select app_owner())) with check (municipality_id = (select app_municipality()));

alter table indicator_upload enable row level security;
alter table indicator_upload force row level security;
create policy owner on indicator_upload
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));

alter table indicator_value enable row level security;
alter table indicator_value force row level security;
create policy circle on indicator_value for select
  using (municipality_id = (select app_municipality()) and (
    circle = 'public' or (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))));
create policy owner_adds on indicator_value for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy owner_replaces on indicator_value for update
  using (municipality_id = (select app_municipality()) and (select app_owner())) with check (municipality_id = (select app_municipality()));

grant select, insert on indicator_import, indicator_upload, indicator_value to kd_app;
grant update (state, decided_at, decided_by_name, withdrawn_at, withdrawn_by_name, withdrawn_reason) on indicator_import to kd_app;
grant update (content) on indicator_upload to kd_app;
grant update (replaced_by, withdrawn) on indicator_value to kd_app;

-- What pages read: the values that stand, and of what is masked that there is something. Row-level security is the reader's.
create view indicator_figure with (security_invoker = true) as
  select municipality_id, id, import_id, level, place, school_id, indicator, year, grade, sex, part, computed, circle,
         case when masked then 'suppressed' else state end as state,
         case when not masked then amount end as amount,
         case when not masked then uncertainty end as uncertainty,
         case when not masked then deviation end as deviation,
         case when masked then 'suppressed' else count_state end as count_state,
         case when not masked then count end as count
  from indicator_value where replaced_by is null and not withdrawn;
grant select on indicator_figure to kd_app;
