-- What a school and its owner expect of a figure before anybody can know it. Each side writes its own and cannot read the other's until the lock; then both
-- are read by both, and nothing is changed. So that somebody noted, and of what, is one table, and what was noted another with a wall of its own.
create table expectation (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  school_id        bigint not null,
  indicator        text not null,                        -- key in the catalogue
  grade            smallint not null default 0 check (grade between 0 and 10),   -- 0: all, or the grade that the indicator's key names
  year             integer not null,                     -- the school year of the figure
  side             text not null check (side in ('school', 'owner')),
  version          integer not null check (version > 0), -- the newest stands
  withdrawn        boolean not null default false,       -- from this version on the side expects nothing
  locks_on         date not null,                        -- the first day on which nothing is changed: the window of the measurement opens
  written_at       timestamptz not null,
  written_by       bigint not null,
  written_by_name  text not null,
  written_by_title text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, written_by) references person (municipality_id, id),
  constraint expectation_version_once unique (municipality_id, school_id, year, indicator, grade, side, version),
  constraint expectation_before_the_lock check ((written_at at time zone 'Europe/Oslo')::date < locks_on)
);

create table expectation_content (
  municipality_id bigint not null,
  expectation_id  bigint not null,
  school_id       bigint not null,
  side            text not null check (side in ('school', 'owner')),
  kind            text not null check (kind in ('as_last', 'higher', 'lower', 'between')),
  low             bigint,                                -- thousandths, as figures
  high            bigint,
  why             text not null check (why <> ''),
  primary key (municipality_id, expectation_id),
  foreign key (municipality_id, expectation_id) references expectation (municipality_id, id),
  constraint expectation_has_its_figures check (
    case when kind = 'between' then low is not null and high is not null and low <= high else low is null and high is null end)
);

-- «Kva overraska oss?», a few words of each side when the figure has come; the newest version stands, an empty one takes the words away.
create table expectation_afterword (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  school_id        bigint not null,
  indicator        text not null,
  grade            smallint not null default 0 check (grade between 0 and 10),
  year             integer not null,
  side             text not null check (side in ('school', 'owner')),
  version          integer not null check (version > 0),
  body             text not null,
  written_at       timestamptz not null,
  written_by       bigint not null,
  written_by_name  text not null,
  written_by_title text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, written_by) references person (municipality_id, id),
  constraint expectation_afterword_version_once unique (municipality_id, school_id, year, indicator, grade, side, version)
);

-- Which side of the school the actor is on: its own people's, else that of those who follow it up. Nobody is on both, so nobody reads both before the lock.
create function app_side(school bigint) returns text language sql stable as
  $$ select case when school = any (app_schools()) then 'school' when app_owner() or school = any (app_overseen()) then 'owner' end $$;

do $$
declare t text;
begin
  foreach t in array array['expectation', 'expectation_content', 'expectation_afterword']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- One's own side alone, so that nobody can write for the other.
    execute format($p$create policy own_side_adds on %1$I for insert
      with check (municipality_id = (select app_municipality()) and (
        (side = 'school' and school_id = any ((select app_schools())::bigint[]))
        or (side = 'owner' and school_id <> all ((select app_schools())::bigint[])
          and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])))))$p$, t);
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
  -- That somebody noted, and what was said afterwards, both sides read.
  foreach t in array array['expectation', 'expectation_afterword']
  loop
    execute format($p$create policy both_sides on %1$I for select
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])))$p$, t);
  end loop;
end $$;
-- What was noted, one's own side alone: also after the lock, when `revealed_expectations` gives both.
create policy own_side on expectation_content for select
  using (municipality_id = (select app_municipality()) and (
    (side = 'school' and school_id = any ((select app_schools())::bigint[]))
    or (side = 'owner' and school_id <> all ((select app_schools())::bigint[])
      and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])))));

-- What both sides noted of a school's figures of a year, as far as it is locked on `p_today`: the application's day, which a policy cannot know. What is said
-- about one figure is locked together, by the earliest lock that either side wrote under.
create function revealed_expectations(p_school bigint, p_year integer, p_today date)
returns table (expectation_id bigint, kind text, low bigint, high bigint, why text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.expectation_id, c.kind, c.low, c.high, c.why
    from expectation e
    join expectation_content c on c.municipality_id = e.municipality_id and c.expectation_id = e.id
   where e.municipality_id = app_municipality() and e.school_id = p_school and e.year = p_year and app_side(p_school) is not null
     and p_today >= (select min(o.locks_on) from expectation o
                      where o.municipality_id = e.municipality_id and o.school_id = e.school_id and o.year = e.year
                        and o.indicator = e.indicator and o.grade = e.grade)
$$;
grant create on schema public to kd_definer;
alter function revealed_expectations(bigint, integer, date) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke execute on function revealed_expectations(bigint, integer, date) from public;
grant execute on function revealed_expectations(bigint, integer, date) to kd_app;
grant select on expectation, expectation_content to kd_definer;
