-- Approved minutes that are withdrawn as a whole, and how a request to see minutes is answered.

-- Withdrawn: this version and those before it are read by nobody any more. What was approved stays, with its hash; why it is not read stands here.
create table minutes_withdrawal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,
  version         integer not null check (version > 0),
  reason          text not null check (reason <> ''),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id),
  constraint minutes_withdrawal_once unique (municipality_id, meeting_id, version)
);
alter table minutes_withdrawal enable row level security;
alter table minutes_withdrawal force row level security;
-- The meeting is looked up under its own policy.
create policy reads on minutes_withdrawal for select
  using (municipality_id = (select app_municipality())
    and exists (select from meeting m where m.municipality_id = minutes_withdrawal.municipality_id and m.id = minutes_withdrawal.meeting_id));
create policy withdraws on minutes_withdrawal for insert
  with check (municipality_id = (select app_municipality()) and by_id = (select app_person())
    and exists (select from meeting m where m.municipality_id = minutes_withdrawal.municipality_id and m.id = minutes_withdrawal.meeting_id
      and m.leader_id = (select app_person())));
create trigger only_added before update or delete on minutes_withdrawal for each row execute function refuse_change();
grant select, insert on minutes_withdrawal to kd_app;

create function minutes_withdrawn(p_meeting bigint, p_version integer) returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select exists (select from minutes_withdrawal where municipality_id = app_municipality() and meeting_id = p_meeting and version >= p_version) $$;
-- The number of the newest version, withdrawn or not: a later one has the next.
create function newest_minutes(p_meeting bigint) returns integer language sql stable security definer set search_path = public, pg_temp as
  $$ select max(version) from meeting_minutes where municipality_id = app_municipality() and meeting_id = p_meeting $$;
create or replace function has_minutes(p_meeting bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select exists (select from meeting_minutes v where v.municipality_id = app_municipality() and v.meeting_id = p_meeting
       and not minutes_withdrawn(v.meeting_id, v.version)) $$;
create policy not_withdrawn on meeting_minutes as restrictive for select
  using (municipality_id = (select app_municipality()) and not minutes_withdrawn(meeting_id, version));

-- How a request to see the minutes is answered, judged for this meeting: the newest row stands.
create table minutes_access (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,
  public_title    text not null check (public_title <> '' and char_length(public_title) <= 200),
  answer          text not null check (answer in ('whole', 'partly', 'withheld')),
  basis           text not null default '',            -- the section of the law, and why no more is given
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id),
  constraint minutes_access_says_why check (answer = 'whole' or basis <> '')
);
create index minutes_access_by_meeting on minutes_access (municipality_id, meeting_id, id);
alter table minutes_access enable row level security;
alter table minutes_access force row level security;
create policy reads on minutes_access for select
  using (municipality_id = (select app_municipality())
    and exists (select from meeting m where m.municipality_id = minutes_access.municipality_id and m.id = minutes_access.meeting_id
      and ((select app_owner()) or m.school_id = any ((select app_overseen())::bigint[]) or m.school_id = any ((select app_led())::bigint[])
        or m.leader_id = (select app_person()))));
create policy judges on minutes_access for insert
  with check (municipality_id = (select app_municipality()) and by_id = (select app_person())
    and exists (select from meeting m where m.municipality_id = minutes_access.municipality_id and m.id = minutes_access.meeting_id
      and ((select app_owner()) or m.school_id = any ((select app_overseen())::bigint[]) or m.leader_id = (select app_person()))));
create trigger only_added before update or delete on minutes_access for each row execute function refuse_change();
grant select, insert on minutes_access to kd_app;

grant create on schema public to kd_definer;
alter function minutes_withdrawn(bigint, integer) owner to kd_definer;
alter function newest_minutes(bigint) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function minutes_withdrawn(bigint, integer), newest_minutes(bigint) from public;
grant execute on function minutes_withdrawn(bigint, integer), newest_minutes(bigint) to kd_app, kd_definer;
grant select on minutes_withdrawal to kd_definer;
