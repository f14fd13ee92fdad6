-- What is not shown of the municipality's own figures is decided where all of them are visible (`indicator::suppression::stored`), stored here, and
-- honoured by everybody who reads the view. A number of persons can be hidden while the value beside it is shown.
alter table indicator_value add column count_masked boolean not null default false;
grant update (masked, count_masked) on indicator_value to kd_app;

create or replace view indicator_figure with (security_invoker = true) as
  select municipality_id, id, import_id, level, place, school_id, indicator, year, grade, sex, part, computed, circle,
         case when masked then 'suppressed' else state end as state,
         case when not masked then amount end as amount,
         -- Nothing stands beside what is hidden, whoever hid it.
         case when not masked and amount is not null then uncertainty end as uncertainty,
         case when not masked and amount is not null then deviation end as deviation,
         case when masked or count_masked then 'suppressed' else count_state end as count_state,
         case when not masked and not count_masked and amount is not null then count end as count
  from indicator_value where replaced_by is null and not withdrawn;

-- Talking points: what simple, explained rules find worth a talk in a school's figures (docs/talking-points.md). Found and let go by the work after an
-- import; one stands for a school, rule, indicator and grade.
create table talking_point (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  rule            text not null check (rule in ('falling', 'outside', 'goal')),
  indicator       text not null,
  grade           smallint not null default 0,          -- as in indicator_value
  year            integer not null,                     -- of the newest figure it stands on
  basis           jsonb not null,                       -- the figures it stands on: `talking_point::Basis`
  circle          text not null check (circle in ('school', 'named')),   -- who may see it at all, as in indicator_value
  found_at        timestamptz not null,
  found_import    bigint,
  changed_at      timestamptz,
  changed_import  bigint,
  gone_at         timestamptz,
  gone_import     bigint,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  constraint talking_point_of_school_and_circle unique (municipality_id, id, school_id, circle)
);
create unique index talking_point_once on talking_point (municipality_id, school_id, rule, indicator, grade) where gone_at is null;

-- «Slik ser vi det»: what the school says about a point. Each version stays.
create table talking_point_view (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  point_id        bigint not null,
  school_id       bigint not null,
  circle          text not null,
  body            text not null check (body <> ''),
  written_at      timestamptz not null,
  written_by      bigint not null,
  written_by_name text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, point_id, school_id, circle) references talking_point (municipality_id, id, school_id, circle),
  foreign key (municipality_id, written_by) references person (municipality_id, id)
);
create index talking_point_view_of_point on talking_point_view (municipality_id, point_id, id);

-- «Snakka om»: either side says that it was talked about, and when.
create table talking_point_talk (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  point_id        bigint not null,
  school_id       bigint not null,
  circle          text not null,
  talked_on       date not null,
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, point_id, school_id, circle) references talking_point (municipality_id, id, school_id, circle),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);
create index talking_point_talk_of_point on talking_point_talk (municipality_id, point_id, id);

do $$
declare t text;
begin
  foreach t in array array['talking_point', 'talking_point_view', 'talking_point_talk'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- The school and those who follow it up, at the same moment; readers of the group do not.
    execute format($policy$create policy circle on %I for select
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
        or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))))$policy$, t);
  end loop;
end $$;
create policy owner_finds on talking_point for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy owner_renews on talking_point for update
  using (municipality_id = (select app_municipality()) and (select app_owner())) with check (municipality_id = (select app_municipality()));
-- The school alone says how it sees it.
create policy school_says on talking_point_view for insert
  with check (municipality_id = (select app_municipality()) and written_by = (select app_person()) and (
    school_id = any ((select app_led())::bigint[]) or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))));
create policy both_say on talking_point_talk for insert
  with check (municipality_id = (select app_municipality()) and said_by = (select app_person()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))));
create trigger only_added before update or delete on talking_point_view for each row execute function refuse_change();
create trigger only_added before update or delete on talking_point_talk for each row execute function refuse_change();

grant select, insert on talking_point, talking_point_view, talking_point_talk to kd_app;
grant update (year, basis, changed_at, changed_import, gone_at, gone_import) on talking_point to kd_app;
