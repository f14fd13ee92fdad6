-- What should not have been written in minutes is taken away for good: from the draft and its history, from every approved version, from what was said of it
-- and from the topics. That it was done, by whom, when and why, stays; so does the SHA-256 of what was approved, beside the SHA-256 of what is left of it.
create table minutes_removal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,
  audience        text not null check (audience in ('participants', 'school', 'group')),
  at              timestamptz not null,
  person_id       bigint not null,
  person_name     text not null,
  reason          text not null check (reason <> ''),
  places          integer not null check (places > 0),
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
create index minutes_removal_by_meeting on minutes_removal (municipality_id, meeting_id);

-- The SHA-256 of an approved version after something was taken away from it; the newest counts.
create table minutes_remainder (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  removal_id      bigint not null,
  meeting_id      bigint not null,
  school_id       bigint,
  audience        text not null check (audience in ('participants', 'school', 'group')),
  version         integer not null,
  sha256          bytea not null check (length(sha256) = 32),
  primary key (municipality_id, id),
  foreign key (municipality_id, removal_id) references minutes_removal (municipality_id, id),
  constraint minutes_remainder_once unique (municipality_id, removal_id, version)
);

do $$
declare t text;
begin
  foreach t in array array['minutes_removal', 'minutes_remainder']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- Whoever reads the minutes reads that something is gone from them.
    execute format($p$create policy reads on %I for select
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
        or (audience <> 'participants' and school_id = any ((select app_schools())::bigint[]))
        or (audience = 'group' and school_id = any ((select app_reader_schools())::bigint[]))
        or meeting_id = any ((select app_meetings())::bigint[])))$p$, t);
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
    execute format('grant select on %I to kd_app', t);
  end loop;
end $$;
-- Nobody writes here but remove_from_minutes().
create policy nobody on minutes_removal for insert with check (municipality_id = (select app_municipality()) and false);
-- What is left is hashed by the one who took something away, in the same transaction.
create policy same_hand on minutes_remainder for insert
  with check (municipality_id = (select app_municipality()) and exists (
    select from minutes_removal r where r.municipality_id = minutes_remainder.municipality_id and r.id = removal_id and r.meeting_id = minutes_remainder.meeting_id
      and r.person_id = (select app_person()) and r.xmin = pg_current_xact_id()::xid));
grant insert on minutes_remainder to kd_app;

-- What a definer may do with rows that are otherwise only added: take words away.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' and tg_op = 'UPDATE' and tg_table_name in ('text_revision', 'delivered_part', 'comment', 'comment_reply',
      'reopening_request', 'reopening', 'meeting_minutes', 'meeting_remark') then
    return new;
  end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Entries of approved minutes with `p_with` in place of what `p_pattern` finds in these of their fields.
create function without_words(p_entries jsonb, p_fields text[], p_pattern text, p_with text) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(e || coalesce((select jsonb_object_agg(f, regexp_replace(e ->> f, p_pattern, p_with, 'gi')) from unnest(p_fields) f where e ? f), '{}')
                            order by at), '[]')
  from jsonb_array_elements(p_entries) with ordinality as all_of (e, at) $$;

-- Takes a passage away, as redact() does in a self-assessment; which removal it was and in how many texts, null and 0 when it stands nowhere. By whoever leads
-- the meeting, and by the rektor (or deputy) of a school in it; once minutes are approved, by those who follow the school up too.
create function remove_from_minutes(p_meeting bigint, p_passage text, p_marker text, p_reason text, p_name text, p_at timestamptz,
  out removal bigint, out found_texts integer)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  d record;
  n integer;
  pattern constant text := '***=' || p_passage;
begin
  found_texts := 0;
  if char_length(p_passage) < 3 or p_marker ~ '\\' then
    raise exception 'a passage has three letters at least, a marker no backslash' using errcode = 'invalid_parameter_value';
  end if;
  -- Whoever writes or approves now waits, and then meets the text without the passage.
  select o.municipality_id, o.id, m.school_id, m.audience into d
    from document o join meeting m on m.municipality_id = o.municipality_id and m.id = o.meeting_id
   where o.municipality_id = app_municipality() and o.meeting_id = p_meeting and o.side is null and (
     (m.leader_id = app_person() and m.id = any (app_meetings_as('owner')))
     or (m.id = any (app_meetings()) and exists (select from meeting_participant p where p.municipality_id = m.municipality_id and p.meeting_id = m.id
           and p.person_id = app_person() and p.removed_at is null and p.side = 'school' and (p.school_id = any (app_led()) or (
             p.school_id = any (app_schools()) and exists (select from deputy s where s.municipality_id = m.municipality_id and s.school_id = p.school_id
               and s.person_id = app_person() and s.revoked_at is null)))))
     or (has_minutes(m.id) and (app_owner() or m.school_id = any (app_overseen()) or m.school_id = any (app_led()))))
   for update of o;
  if d.id is null then
    return;
  end if;
  select count(*) into n from text_revision where municipality_id = d.municipality_id and document_id = d.id and value ~* pattern;
  found_texts := n;
  update text_revision set value = regexp_replace(value, pattern, p_marker, 'gi')
   where municipality_id = d.municipality_id and document_id = d.id and value ~* pattern;
  with changed as (
    update text_field set value = regexp_replace(value, pattern, p_marker, 'gi'), rev = rev + 1, saved_at = p_at, saved_by = app_person()
     where municipality_id = d.municipality_id and document_id = d.id and value ~* pattern
    returning *)
  insert into text_revision (municipality_id, document_id, field, rev, part, meeting_id, side, value, saved_at, saved_by, save_id)
    select municipality_id, document_id, field, rev, part, meeting_id, side, value, saved_at, saved_by, gen_random_uuid() from changed;
  update meeting_minutes v set reason = regexp_replace(reason, pattern, p_marker, 'gi'), content = content || jsonb_build_object(
      'points', without_words(content -> 'points', array['title', 'text'], pattern, p_marker),
      'conclusions', without_words(content -> 'conclusions', array['text'], pattern, p_marker),
      'notes', without_words(content -> 'notes', array['text'], pattern, p_marker))
   where v.municipality_id = d.municipality_id and v.meeting_id = p_meeting and (v.reason ~* pattern or exists (
     select from jsonb_array_elements((content -> 'points') || (content -> 'conclusions') || (content -> 'notes')) e
      where e ->> 'text' ~* pattern or e ->> 'title' ~* pattern));
  get diagnostics n = row_count;
  found_texts := found_texts + n;
  update meeting_remark set body = regexp_replace(body, pattern, p_marker, 'gi')
   where municipality_id = d.municipality_id and meeting_id = p_meeting and body ~* pattern;
  get diagnostics n = row_count;
  found_texts := found_texts + n;
  update meeting_point set title = regexp_replace(title, pattern, p_marker, 'gi')
   where municipality_id = d.municipality_id and meeting_id = p_meeting and title ~* pattern;
  get diagnostics n = row_count;
  found_texts := found_texts + n;
  update meeting_participant set answer_note = regexp_replace(answer_note, pattern, p_marker, 'gi')
   where municipality_id = d.municipality_id and meeting_id = p_meeting and answer_note ~* pattern;
  get diagnostics n = row_count;
  found_texts := found_texts + n;
  if found_texts = 0 then
    return;
  end if;
  insert into minutes_removal (municipality_id, meeting_id, school_id, audience, at, person_id, person_name, reason, places)
  values (d.municipality_id, p_meeting, d.school_id, d.audience, p_at, app_person(), p_name, p_reason, found_texts)
  returning id into removal;
end $$;

grant create on schema public to kd_definer;
alter function remove_from_minutes(bigint, text, text, text, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function remove_from_minutes(bigint, text, text, text, text, timestamptz) from public;
grant execute on function remove_from_minutes(bigint, text, text, text, text, timestamptz) to kd_app;
grant select, update on meeting_minutes, meeting_remark, meeting_point, meeting_participant to kd_definer;
grant select, insert on minutes_removal to kd_definer;
