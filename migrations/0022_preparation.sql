-- Preparation of meetings: each side writes for itself, and reads the other when both are revealed; and what somebody notes for themselves.

-- Nobody reveals: the work that waits for the time does, which acts for no person. A meeting that has begun without it is revealed then.
revoke update (revealed_at) on meeting from kd_app;
create function reveal_preparation(p_meeting bigint, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update meeting set revealed_at = p_at
   where municipality_id = app_municipality() and id = p_meeting and app_owner() and app_person() is null
     and revealed_at is null and state <> 'cancelled' and reveals_at is not null and (reveals_at <= p_at or state <> 'booked');
  return found;
end $$;

-- What somebody notes for themselves about a meeting: read by nobody else, and deleted when its time is over.
create table meeting_note (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  person_id       bigint not null,
  value           text not null,
  rev             integer not null check (rev > 0),
  saved_at        timestamptz not null,
  save_id         uuid not null,                       -- of the newest save: sent again, it counts once
  primary key (municipality_id, meeting_id, person_id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
alter table meeting_note enable row level security;
alter table meeting_note force row level security;
create policy own on meeting_note
  using (municipality_id = (select app_municipality()) and person_id = (select app_person()))
  with check (municipality_id = (select app_municipality()) and person_id = (select app_person())
    and meeting_id = any ((select app_meetings())::bigint[]));
grant select, insert on meeting_note to kd_app;
grant update (value, rev, saved_at, save_id) on meeting_note to kd_app;

-- Deletes the notes of a meeting with approved minutes, or that ended before `p_ended_before`. The function sees whose they are and never what they say.
create function forget_meeting_notes(p_meeting bigint, p_ended_before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten bigint;
begin
  delete from meeting_note
   where municipality_id = app_municipality() and meeting_id = p_meeting and app_owner() and app_person() is null and exists (
     select from meeting m where m.municipality_id = app_municipality() and m.id = p_meeting and (m.ends_at <= p_ended_before
       or exists (select from meeting_minutes v where v.municipality_id = m.municipality_id and v.meeting_id = m.id)));
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

-- That something which should not have been written was taken away from a preparation; never what.
create table preparation_removal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,                              -- the meeting's
  side            text not null check (side in ('school', 'owner')),
  at              timestamptz not null,
  person_id       bigint not null,
  person_name     text not null,
  reason          text not null check (reason <> ''),
  places          integer not null check (places > 0),
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id)
);
create index preparation_removal_by_meeting on preparation_removal (municipality_id, meeting_id);
alter table preparation_removal enable row level security;
alter table preparation_removal force row level security;
create policy reads on preparation_removal for select
  using (municipality_id = (select app_municipality()) and (
    meeting_id = any ((select app_meetings_as(side))::bigint[]) or meeting_id = any ((select app_revealed_meetings())::bigint[])
    or (side = 'school' and school_id = any ((select app_led())::bigint[]))));
-- Nobody writes here but remove_from_preparation().
create policy nobody on preparation_removal for insert with check (municipality_id = (select app_municipality()) and false);
create trigger only_added before update or delete on preparation_removal for each row execute function refuse_change();
grant select on preparation_removal to kd_app;

-- Takes a passage away from what one side has prepared and from every earlier revision of it, and puts `p_marker` there, as redact() does in a
-- self-assessment; the number of texts. The school's: by rektor or deputy. The owner's: by whoever leads the meeting.
create function remove_from_preparation(p_meeting bigint, p_side text, p_passage text, p_marker text, p_reason text, p_name text, p_at timestamptz)
returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  d record;
  pattern constant text := '***=' || p_passage;
  found_texts integer;
begin
  if char_length(p_passage) < 3 or p_marker ~ '\\' then
    raise exception 'a passage has three letters at least, a marker no backslash' using errcode = 'invalid_parameter_value';
  end if;
  -- Whoever writes now waits, and then meets the text without the passage.
  select o.municipality_id, o.id, m.school_id into d
    from document o join meeting m on m.municipality_id = o.municipality_id and m.id = o.meeting_id
   where o.municipality_id = app_municipality() and o.meeting_id = p_meeting and o.side = p_side and case p_side
     when 'owner' then m.leader_id = app_person() and (app_owner() or cardinality(app_overseen()) > 0)
     when 'school' then m.school_id = any (app_led())
       or (m.school_id = any (app_schools()) and exists (select from deputy s where s.municipality_id = m.municipality_id and s.school_id = m.school_id
             and s.person_id = app_person() and s.revoked_at is null))
     else false end
   for update of o;
  if d.id is null then
    return 0;
  end if;
  select count(*) into found_texts from text_revision where municipality_id = d.municipality_id and document_id = d.id and value ~* pattern;
  if found_texts = 0 then
    return 0;
  end if;
  insert into preparation_removal (municipality_id, meeting_id, school_id, side, at, person_id, person_name, reason, places)
  values (d.municipality_id, p_meeting, d.school_id, p_side, p_at, app_person(), p_name, p_reason, found_texts);
  update text_revision set value = regexp_replace(value, pattern, p_marker, 'gi')
   where municipality_id = d.municipality_id and document_id = d.id and value ~* pattern;
  with changed as (
    update text_field set value = regexp_replace(value, pattern, p_marker, 'gi'), rev = rev + 1, saved_at = p_at, saved_by = app_person()
     where municipality_id = d.municipality_id and document_id = d.id and value ~* pattern
    returning *)
  insert into text_revision (municipality_id, document_id, field, rev, part, meeting_id, side, value, saved_at, saved_by, save_id)
    select municipality_id, document_id, field, rev, part, meeting_id, side, value, saved_at, saved_by, gen_random_uuid() from changed;
  return found_texts;
end $$;

grant create on schema public to kd_definer;
alter function reveal_preparation(bigint, timestamptz) owner to kd_definer;
alter function forget_meeting_notes(bigint, timestamptz) owner to kd_definer;
alter function remove_from_preparation(bigint, text, text, text, text, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function reveal_preparation(bigint, timestamptz), forget_meeting_notes(bigint, timestamptz),
  remove_from_preparation(bigint, text, text, text, text, text, timestamptz) from public;
grant execute on function reveal_preparation(bigint, timestamptz), forget_meeting_notes(bigint, timestamptz),
  remove_from_preparation(bigint, text, text, text, text, text, timestamptz) to kd_app;
grant update (revealed_at) on meeting to kd_definer;
grant delete on meeting_note to kd_definer;
grant select (municipality_id, meeting_id) on meeting_note to kd_definer;
grant select on meeting_minutes to kd_definer;
grant insert on preparation_removal to kd_definer;

-- Meetings that stand: what a new one gets when it is booked.
insert into document (municipality_id, kind, meeting_id, side)
  select municipality_id, 'preparation', id, side from meeting, unnest(array['school', 'owner']) as s (side) where reveals_at is not null;
insert into job (municipality_id, kind, payload, made_at, run_after)
  select municipality_id, 'meeting_reveal', jsonb_build_object('meeting', id), now(), reveals_at from meeting
   where reveals_at is not null and revealed_at is null and state <> 'cancelled'
  union all
  select municipality_id, 'meeting_notes', jsonb_build_object('meeting', id), now(), ends_at + interval '30 days' from meeting;
