-- What should not have been written (a pupil's name, a note about somebody's health) is taken away everywhere it stands: from the text, from every earlier
-- revision of it, from delivered versions and comments. Who, when and why is kept, and the SHA-256 of each text as it was, so that a delivered version can
-- still be checked. This is the one way in which a row that is only added is ever changed.
create table redaction (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  self_assessment_id bigint not null,
  school_id          bigint,
  at                 timestamptz not null,
  person_id          bigint not null,
  person_name        text not null,
  reason             text not null check (reason <> ''),
  places             integer not null check (places > 0),
  draft_only         boolean not null,                 -- nothing that the municipality reads was touched, so it does not read of this either
  primary key (municipality_id, id),
  foreign key (municipality_id, self_assessment_id) references self_assessment (municipality_id, id)
);
create index redaction_by_assessment on redaction (municipality_id, self_assessment_id);

create table redacted_text (
  municipality_id bigint not null,
  redaction_id    bigint not null,
  id              bigint generated always as identity,
  school_id       bigint,
  place           text not null check (place in ('revision', 'delivered', 'comment', 'reply', 'request', 'reopening', 'evidence', 'note', 'report')),
  row_id          bigint not null,                     -- document for a revision, delivery for what was delivered, else the row's own id
  field           text not null default '',
  rev             integer not null default 0,
  sha256          bytea not null check (length(sha256) = 32),
  primary key (municipality_id, id),
  foreign key (municipality_id, redaction_id) references redaction (municipality_id, id)
);
create index redacted_text_by_row on redacted_text (municipality_id, row_id) where place = 'delivered';

-- Somebody who may not take away says that something stands there which should not.
create table slip_report (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  self_assessment_id bigint not null,
  school_id          bigint,
  at                 timestamptz not null,
  person_id          bigint not null,
  person_name        text not null,
  message            text not null check (message <> ''),
  on_delivered       boolean not null,                  -- there was a delivered version to read; else it is about a draft, which is the school's own
  closed_at          timestamptz,
  closed_by          bigint,
  primary key (municipality_id, id),
  foreign key (municipality_id, self_assessment_id) references self_assessment (municipality_id, id)
);
create index slip_report_by_assessment on slip_report (municipality_id, self_assessment_id);

create policy delivered on redaction for select
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))
    or (not draft_only and (school_id is null or (select app_owner()) or school_id = any ((select app_overseen())::bigint[])))));
create policy delivered on redacted_text for select
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))
    or (place in ('delivered', 'comment', 'reply', 'request', 'reopening')
      and (school_id is null or (select app_owner()) or school_id = any ((select app_overseen())::bigint[])))));

do $$
declare t text;
begin
  foreach t in array array['redaction', 'redacted_text']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- Nobody writes here but redact().
    execute format($p$create policy nobody on %1$I for insert with check (municipality_id = (select app_municipality()) and false)$p$, t);
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
    execute format('grant select on %I to kd_app', t);
  end loop;
end $$;

alter table slip_report enable row level security;
alter table slip_report force row level security;
create policy reported on slip_report
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or person_id = (select app_person())
    or ((select app_owner()) and (on_delivered or school_id is null))))
  with check (municipality_id = (select app_municipality()));
create policy by_oneself on slip_report as restrictive for insert
  with check (municipality_id = (select app_municipality()) and person_id = (select app_person()));
grant select, insert on slip_report to kd_app;
grant update (closed_at, closed_by) on slip_report to kd_app;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' and tg_op = 'UPDATE' and tg_table_name in ('text_revision', 'delivered_part', 'comment', 'comment_reply',
      'reopening_request', 'reopening') then
    return new;
  end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Takes a passage away wherever it stands in one self-assessment and in what was said of it, and puts `p_marker` there; capital and small letters are the
-- same. The school's own take it away from the draft too, skoleeier only from what the municipality reads. Gives the number of texts, 0 when it stands
-- nowhere, and whether any of them is one that the municipality reads. The pattern starts with ***=, which says that the rest is no pattern but the very
-- letters. Fields that hold keys and not words (a judgement, what it is built on, «done») are left alone: they would no longer mean anything.
create function is_words(field text) returns boolean language sql immutable as $$ select field !~ '[.](judgement|basis|done)$' $$;

create function redact(p_id bigint, p_passage text, p_marker text, p_reason text, p_name text, p_at timestamptz, out found_texts integer, out outward boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  a record;
  pattern constant text := '***=' || p_passage;
begin
  found_texts := 0;
  outward := false;
  if char_length(p_passage) < 3 or p_marker ~ '\\' then
    raise exception 'a passage has three letters at least, a marker no backslash' using errcode = 'invalid_parameter_value';
  end if;
  select s.municipality_id, s.id, s.school_id, s.document_id,
      s.school_id = any (app_schools()) or (s.school_id is null and app_owner()) as own
    into a from self_assessment s
   where s.municipality_id = app_municipality() and s.id = p_id and (s.school_id = any (app_schools()) or app_owner());
  if a.id is null then
    return;
  end if;
  -- Whoever writes now waits, and then meets the text without the passage.
  perform 1 from document where municipality_id = a.municipality_id and id = a.document_id for update;

  with found as materialized (
      select 'revision' as place, a.document_id as row_id, field, rev, value from text_revision
       where municipality_id = a.municipality_id and document_id = a.document_id and a.own and value ~* pattern and is_words(field)
      union all
      select 'delivered', d.id, kv.key, 0, kv.value from delivery d
        join delivered_part p on p.municipality_id = d.municipality_id and p.delivery_id = d.id, jsonb_each_text(p.content) kv
       where d.municipality_id = a.municipality_id and d.self_assessment_id = a.id and kv.value ~* pattern and is_words(kv.key)
      union all
      select 'comment', id, question, 0, body from comment
       where municipality_id = a.municipality_id and self_assessment_id = a.id and body ~* pattern
      union all
      select 'reply', r.id, '', 0, r.body from comment_reply r join comment c on c.municipality_id = r.municipality_id and c.id = r.comment_id
       where r.municipality_id = a.municipality_id and c.self_assessment_id = a.id and r.body ~* pattern
      union all
      select 'request', id, '', 0, reason from reopening_request
       where municipality_id = a.municipality_id and self_assessment_id = a.id and reason ~* pattern
      union all
      select 'reopening', id, '', 0, reason from reopening
       where municipality_id = a.municipality_id and self_assessment_id = a.id and reason ~* pattern
      union all
      select 'evidence', id, question, 0, title || ' ' || address from evidence
       where municipality_id = a.municipality_id and document_id = a.document_id and a.own and (title ~* pattern or address ~* pattern)
      union all
      select 'note', id, part, 0, returned_note from part_assignment
       where municipality_id = a.municipality_id and document_id = a.document_id and a.own and returned_note ~* pattern
      union all
      select 'report', id, '', 0, message from slip_report
       where municipality_id = a.municipality_id and self_assessment_id = a.id and message ~* pattern and (a.own or on_delivered)
  ), made as (
    insert into redaction (municipality_id, self_assessment_id, school_id, at, person_id, person_name, reason, places, draft_only)
    select a.municipality_id, a.id, a.school_id, p_at, app_person(), p_name, p_reason, count(*),
      not bool_or(place in ('delivered', 'comment', 'reply', 'request', 'reopening')) from found having count(*) > 0
    returning id, places, draft_only
  ), kept as (
    insert into redacted_text (municipality_id, redaction_id, school_id, place, row_id, field, rev, sha256)
    select a.municipality_id, made.id, a.school_id, place, row_id, field, rev, sha256(convert_to(value, 'UTF8')) from found, made
  )
  select places, not draft_only into found_texts, outward from made;
  if found_texts is null then
    found_texts := 0;
    outward := false;
    return;
  end if;

  if a.own then
    update text_revision set value = regexp_replace(value, pattern, p_marker, 'gi')
     where municipality_id = a.municipality_id and document_id = a.document_id and value ~* pattern and is_words(field);
    -- The text as it stands becomes a new revision: whoever has it open gets it, or is told of both.
    with changed as (
      update text_field set value = regexp_replace(value, pattern, p_marker, 'gi'), rev = rev + 1, saved_at = p_at, saved_by = app_person()
       where municipality_id = a.municipality_id and document_id = a.document_id and value ~* pattern and is_words(field)
      returning *)
    insert into text_revision (municipality_id, document_id, field, rev, part, school_id, value, saved_at, saved_by, save_id)
      select municipality_id, document_id, field, rev, part, school_id, value, saved_at, saved_by, gen_random_uuid() from changed;
    update evidence set title = regexp_replace(title, pattern, p_marker, 'gi'),
        address = case when address ~* pattern then 'https://fjernet.invalid/' else address end,
        removed_at = case when address ~* pattern then coalesce(removed_at, p_at) else removed_at end
     where municipality_id = a.municipality_id and document_id = a.document_id and (title ~* pattern or address ~* pattern);
    update part_assignment set returned_note = regexp_replace(returned_note, pattern, p_marker, 'gi')
     where municipality_id = a.municipality_id and document_id = a.document_id and returned_note ~* pattern;
  end if;
  update delivered_part p set content = (
      select jsonb_object_agg(kv.key, case when is_words(kv.key) then regexp_replace(kv.value, pattern, p_marker, 'gi') else kv.value end) from jsonb_each_text(p.content) kv)
    from delivery d
   where d.municipality_id = a.municipality_id and d.self_assessment_id = a.id and p.municipality_id = d.municipality_id and p.delivery_id = d.id
     and exists (select from jsonb_each_text(p.content) kv where kv.value ~* pattern and is_words(kv.key));
  update comment set body = regexp_replace(body, pattern, p_marker, 'gi')
   where municipality_id = a.municipality_id and self_assessment_id = a.id and body ~* pattern;
  update comment_reply r set body = regexp_replace(r.body, pattern, p_marker, 'gi') from comment c
   where r.municipality_id = a.municipality_id and c.municipality_id = r.municipality_id and c.id = r.comment_id and c.self_assessment_id = a.id
     and r.body ~* pattern;
  update reopening_request set reason = regexp_replace(reason, pattern, p_marker, 'gi')
   where municipality_id = a.municipality_id and self_assessment_id = a.id and reason ~* pattern;
  update reopening set reason = regexp_replace(reason, pattern, p_marker, 'gi')
   where municipality_id = a.municipality_id and self_assessment_id = a.id and reason ~* pattern;
  update slip_report set message = regexp_replace(message, pattern, p_marker, 'gi')
   where municipality_id = a.municipality_id and self_assessment_id = a.id and message ~* pattern and (a.own or on_delivered);
end $$;

grant create on schema public to kd_definer;
alter function redact(bigint, text, text, text, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function redact(bigint, text, text, text, text, timestamptz) from public;
grant execute on function redact(bigint, text, text, text, text, timestamptz) to kd_app;
grant select, update on document, text_field, text_revision, evidence, part_assignment, delivered_part, comment, comment_reply, reopening_request,
  reopening, slip_report to kd_definer;
grant select on delivery, self_assessment to kd_definer;
grant insert on text_revision, redacted_text to kd_definer;
grant select, insert on redaction to kd_definer;
