-- A meeting is moved by one way, in the database too: by those who follow the school up or lead it, and in a hurry, before it begins, also by the school's
-- rektor or deputy. Why it was moved in a hurry is for the leads of the two sides. And: who says that they have read approved minutes.

-- Schools that the actor answers for: as rektor, or as the deputy that the rektor has named and who works on its drafts.
create function app_answers_for() returns bigint[] language sql stable security definer set search_path = public, pg_temp as
  $$ select app_led() || coalesce((select array_agg(d.school_id) from deputy d where d.municipality_id = app_municipality() and d.person_id = app_person()
      and d.revoked_at is null and d.school_id = any (app_schools())), '{}') $$;

-- Whether the actor moves a meeting in a hurry: one with one school, which has not begun at `p_at`.
create function moves_in_a_hurry(p_meeting bigint, p_at timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from meeting m where m.municipality_id = app_municipality() and m.id = p_meeting and m.state = 'booked' and m.starts_at > p_at
    and m.school_id is not null and (
      app_owner() or m.school_id = any (app_overseen()) or m.school_id = any (app_led())
      -- A deputy moves those they know of.
      or (m.school_id = any (app_answers_for()) and (m.audience <> 'participants' or m.id = any (app_meetings()))))) $$;

-- Moves a meeting; whom to tell, and null when it was moved meanwhile (`p_sequence`), is not booked, or is not the actor's to move. A school's rektor may not
-- see all who are asked, and tells them all the same.
create function move_meeting(p_meeting bigint, p_sequence integer, p_starts_at timestamptz, p_ends_at timestamptz, p_place text, p_reveals_at timestamptz,
  p_school_year integer, p_at timestamptz) returns bigint[] language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update meeting m set starts_at = p_starts_at, ends_at = p_ends_at, place = p_place, reveals_at = p_reveals_at, school_year = p_school_year,
      sequence = sequence + 1
   where m.municipality_id = app_municipality() and m.id = p_meeting and m.sequence = p_sequence and m.state = 'booked' and app_person() is not null
     and (app_owner() or m.school_id = any (app_overseen()) or (m.leader_id = app_person() and m.id = any (app_meetings_as('owner')))
       or moves_in_a_hurry(m.id, p_at));
  if not found then
    return null;
  end if;
  return (select coalesce(array_agg(distinct c.person_id), '{}') from meeting_participant c
    where c.municipality_id = app_municipality() and c.meeting_id = p_meeting and c.removed_at is null and c.person_id is not null);
end $$;
revoke update (school_year, starts_at, ends_at, place, reveals_at) on meeting from kd_app;

-- Who of these is in another meeting at that time, as before; and for whoever moves a meeting in a hurry (`p_but`), of the one who leads it and of the
-- school's rektors.
create or replace function busy_at(p_people bigint[], p_from timestamptz, p_to timestamptz, p_but bigint, p_today date)
returns table (person_id bigint, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  with moved as materialized (
    select b.leader_id, b.school_id from meeting b
     where b.municipality_id = app_municipality() and b.id = p_but and moves_in_a_hurry(b.id, p_today::timestamp at time zone 'Europe/Oslo'))
  select distinct c.person_id, m.starts_at, m.ends_at
    from meeting_participant c join meeting m on m.municipality_id = c.municipality_id and m.id = c.meeting_id left join moved b on true
   where c.municipality_id = app_municipality() and c.person_id = any (p_people) and c.removed_at is null and c.answer is distinct from 'not_coming'
     and m.state = 'booked' and m.id is distinct from p_but and m.starts_at < p_to and m.ends_at > p_from
     and (c.person_id = app_person() or app_owner() or c.person_id = b.leader_id or exists (
       select from role_assignment r where r.municipality_id = c.municipality_id and r.person_id = c.person_id and r.role = 'rektor'
         and (r.school_id = any (app_overseen()) or r.school_id = b.school_id) and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)))
   order by m.starts_at $$;

-- Why a meeting was moved in a hurry: between the leads of the two sides, and gone when the private notes of the meeting go.
create table meeting_move_reason (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint not null,                     -- the meeting's
  was_at          timestamptz not null,                -- when it was to start before
  reason          text not null check (reason <> ''),
  moved_at        timestamptz not null,
  moved_by        bigint not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, moved_by) references person (municipality_id, id)
);
create index meeting_move_reason_by_meeting on meeting_move_reason (municipality_id, meeting_id);
alter table meeting_move_reason enable row level security;
alter table meeting_move_reason force row level security;
-- Those who meet for the owner, who follow the school up; the school's rektor and deputy; and whoever wrote it.
create policy leads on meeting_move_reason for select
  using (municipality_id = (select app_municipality()) and (
    meeting_id = any ((select app_meetings_as('owner'))::bigint[]) or school_id = any ((select app_answers_for())::bigint[])
    or moved_by = (select app_person())));
create policy moves on meeting_move_reason for insert
  with check (municipality_id = (select app_municipality()) and moved_by = (select app_person()) and moves_in_a_hurry(meeting_id, moved_at)
    and exists (select from meeting m where m.municipality_id = meeting_move_reason.municipality_id and m.id = meeting_move_reason.meeting_id
      and m.school_id = meeting_move_reason.school_id));
grant select, insert on meeting_move_reason to kd_app;

-- Whoever gave reasons for moving a meeting takes them back; how many. The function sees whose they are and never what they say, as the next one.
create function take_back_move_reasons(p_meeting bigint) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone bigint;
begin
  delete from meeting_move_reason where municipality_id = app_municipality() and meeting_id = p_meeting and moved_by = app_person();
  get diagnostics gone = row_count;
  return gone;
end $$;

-- As before, and why it was moved.
create or replace function forget_meeting_notes(p_meeting bigint, p_ended_before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten bigint;
  reasons bigint;
begin
  if not (app_owner() and app_person() is null and exists (
    select from meeting m where m.municipality_id = app_municipality() and m.id = p_meeting and (m.ends_at <= p_ended_before
      or exists (select from meeting_minutes v where v.municipality_id = m.municipality_id and v.meeting_id = m.id)))) then
    return 0;
  end if;
  delete from meeting_note where municipality_id = app_municipality() and meeting_id = p_meeting;
  get diagnostics forgotten = row_count;
  delete from meeting_move_reason where municipality_id = app_municipality() and meeting_id = p_meeting;
  get diagnostics reasons = row_count;
  return forgotten + reasons;
end $$;

grant create on schema public to kd_definer;
alter function app_answers_for() owner to kd_definer;
alter function moves_in_a_hurry(bigint, timestamptz) owner to kd_definer;
alter function move_meeting(bigint, integer, timestamptz, timestamptz, text, timestamptz, integer, timestamptz) owner to kd_definer;
alter function take_back_move_reasons(bigint) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function app_answers_for(), take_back_move_reasons(bigint), moves_in_a_hurry(bigint, timestamptz),
  move_meeting(bigint, integer, timestamptz, timestamptz, text, timestamptz, integer, timestamptz) from public;
grant execute on function app_answers_for(), take_back_move_reasons(bigint), moves_in_a_hurry(bigint, timestamptz),
  move_meeting(bigint, integer, timestamptz, timestamptz, text, timestamptz, integer, timestamptz) to kd_app;
grant update (school_year, starts_at, ends_at, place, reveals_at, sequence) on meeting to kd_definer;
grant delete on meeting_move_reason to kd_definer;
grant select (municipality_id, meeting_id, moved_by) on meeting_move_reason to kd_definer;

-- Who says that they have read a version of approved minutes. It is beside the minutes, never in what is frozen.
create table minutes_reading (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  version         integer not null,
  school_id       bigint,                              -- the meeting's
  audience        text not null check (audience in ('participants', 'school', 'group')),
  person_id       bigint not null,
  read_at         timestamptz not null,
  primary key (municipality_id, meeting_id, version, person_id),
  foreign key (municipality_id, meeting_id, version) references meeting_minutes (municipality_id, meeting_id, version),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
alter table minutes_reading enable row level security;
alter table minutes_reading force row level security;
create policy reads on minutes_reading for select
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (audience <> 'participants' and school_id = any ((select app_schools())::bigint[]))
    or (audience = 'group' and school_id = any ((select app_reader_schools())::bigint[]))
    or meeting_id = any ((select app_meetings())::bigint[])));
create policy says on minutes_reading for insert
  with check (municipality_id = (select app_municipality()) and person_id = (select app_person())
    and meeting_id = any ((select app_meetings())::bigint[])
    and exists (select from meeting m where m.municipality_id = minutes_reading.municipality_id and m.id = minutes_reading.meeting_id
      and m.school_id is not distinct from minutes_reading.school_id and m.audience = minutes_reading.audience));
create trigger only_added before update or delete on minutes_reading for each row execute function refuse_change();
grant select, insert on minutes_reading to kd_app;

-- Those who are asked to a meeting and sign in, with when they said that they had read a version; for whoever reads the minutes, who may not see all who are
-- asked.
create function minutes_readings(p_meeting bigint, p_version integer) returns table (person_id bigint, name text, read_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.person_id, p.name, r.read_at
    from meeting_minutes v
    join meeting_participant c on c.municipality_id = v.municipality_id and c.meeting_id = v.meeting_id and c.removed_at is null
    join person p on p.municipality_id = c.municipality_id and p.id = c.person_id
    left join minutes_reading r on r.municipality_id = v.municipality_id and r.meeting_id = v.meeting_id and r.version = v.version and r.person_id = c.person_id
   where v.municipality_id = app_municipality() and v.meeting_id = p_meeting and v.version = p_version and (
     app_owner() or v.school_id = any (app_overseen()) or v.school_id = any (app_led())
     or (v.audience <> 'participants' and v.school_id = any (app_schools()))
     or (v.audience = 'group' and v.school_id = any (app_reader_schools())) or v.meeting_id = any (app_meetings()))
   order by r.read_at, p.name $$;

grant create on schema public to kd_definer;
alter function minutes_readings(bigint, integer) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function minutes_readings(bigint, integer) from public;
grant execute on function minutes_readings(bigint, integer) to kd_app;
grant select on minutes_reading to kd_definer;
