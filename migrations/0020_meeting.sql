-- Meetings between owner and schools. What kind a meeting is of is data in the model pack it was booked with; nothing here knows one kind from another.
--
-- Who reads: those who take part; for a meeting about one school also its rektor, its area leader and skoleeier, and, where the kind says so, the school's
-- other people once the minutes are approved. What one side prepares is read by that side alone until both are revealed.
create table meeting (
  municipality_id  bigint not null references municipality (id),
  id               bigint generated always as identity,
  kind             text not null,                      -- key in the pack
  model_pack_id    bigint not null,
  audience         text not null check (audience in ('participants', 'school', 'group')),   -- of approved minutes, as the kind said when it was booked
  school_year      integer not null check (school_year between 2000 and 2100),              -- the year it starts
  school_id        bigint,                             -- null: several schools
  area_id          bigint,                             -- an area's meeting
  starts_at        timestamptz not null,
  ends_at          timestamptz not null,
  place            text not null default '',
  state            text not null default 'booked' check (state in ('booked', 'held', 'commenting', 'approved', 'cancelled')),
  sequence         integer not null default 0,         -- of the invitation: higher each time that time, place or state changes
  reveals_at       timestamptz,                        -- null: nothing is prepared in writing
  revealed_at      timestamptz,                        -- from then on both sides read both
  leader_id        bigint not null,                    -- leads it for the owner, and approves the minutes
  held_at          timestamptz,
  minutes_used     smallint check (minutes_used between 1 and 1440),
  comments_until   date,
  cancelled_reason text,
  booked_at        timestamptz not null,
  booked_by        bigint not null,
  save_id          uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, area_id) references area (municipality_id, id),
  foreign key (municipality_id, leader_id) references person (municipality_id, id),
  constraint meeting_save_once unique (municipality_id, save_id),
  constraint meeting_times check (ends_at > starts_at),
  constraint meeting_cancelled check ((state = 'cancelled') = (cancelled_reason is not null))
);
create index meeting_by_school on meeting (municipality_id, school_id, starts_at);
create index meeting_by_time on meeting (municipality_id, starts_at);

-- Somebody asked to come. One who does not sign in is there in words («elevrådet, to representantar»), never by a pupil's name.
create table meeting_participant (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,                              -- whom they come from; null: the owner, or another
  side            text not null check (side in ('school', 'owner', 'guest')),
  person_id       bigint,
  words           text not null default '',
  replaces_id     bigint,                              -- comes in this one's place
  answer          text check (answer in ('coming', 'other_time', 'not_coming')),
  answer_note     text not null default '',
  answered_at     timestamptz,
  added_at        timestamptz not null,
  added_by        bigint not null,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id),
  foreign key (municipality_id, replaces_id) references meeting_participant (municipality_id, id),
  constraint meeting_participant_is_somebody check ((person_id is null) = (words <> '')),
  constraint meeting_participant_of_a_school check (side <> 'school' or school_id is not null)
);
create unique index meeting_participant_once on meeting_participant (municipality_id, meeting_id, person_id) where removed_at is null;
create index meeting_participant_by_person on meeting_participant (municipality_id, person_id) where removed_at is null;

-- A point of the agenda: a fixed one of the kind (key), or a topic that somebody added, seen by both sides at once.
create table meeting_point (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,                              -- the meeting's
  position        smallint not null,
  key             text,
  title           text not null default '',
  phase           text not null,                       -- key of a phase of the kind
  minutes         smallint not null check (minutes between 1 and 600),
  side            text check (side in ('school', 'owner', 'guest')),     -- who added it; null: fixed
  added_by        bigint not null,
  added_by_name   text not null,
  added_at        timestamptz not null,
  withdrawn_at    timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  constraint meeting_point_save_once unique (municipality_id, save_id),
  constraint meeting_point_has_a_title check ((key is null) = (title <> '' or withdrawn_at is not null))
);
create index meeting_point_by_meeting on meeting_point (municipality_id, meeting_id);

-- The minutes as they were approved: a version for each time. `content` is `meeting::frozen::Content`; the hash is over its canonical form.
create table meeting_minutes (
  municipality_id   bigint not null,
  id                bigint generated always as identity,
  meeting_id        bigint not null,
  school_id         bigint,
  audience          text not null check (audience in ('participants', 'school', 'group')),
  version           integer not null check (version > 0),
  content           jsonb not null,
  sha256            bytea not null check (length(sha256) = 32),
  reason            text not null default '',          -- why there is a later version
  approved_at       timestamptz not null,
  approved_by       bigint not null,
  approved_by_name  text not null,
  approved_by_title text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  constraint meeting_minutes_version_once unique (municipality_id, meeting_id, version),
  constraint meeting_minutes_later_has_a_reason check (version = 1 or reason <> '')
);

-- What those who took part say of the draft, while the window stands open; and the school's own note where it does not agree, which stays for good.
create table meeting_remark (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,
  audience        text not null check (audience in ('participants', 'school', 'group')),
  kind            text not null check (kind in ('comment', 'protocol_note')),
  place           text not null default '',            -- the field it is about
  body            text not null,
  author_id       bigint not null,
  author_name     text not null,
  author_title    text not null,
  written_at      timestamptz not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  constraint meeting_remark_save_once unique (municipality_id, save_id)
);
create index meeting_remark_by_meeting on meeting_remark (municipality_id, meeting_id);

-- Whether somebody who was asked on a side still belongs to it, by the roles that the transaction was told: a role that ends takes the place in the room
-- with it. `p_from` is the school they were asked from, `p_about` the one the meeting is about (null: several).
create function app_still_on(p_side text, p_from bigint, p_about bigint) returns boolean language sql stable as
  $$ select case p_side
       when 'school' then p_from = any (app_schools() || app_reader_schools())
       when 'owner' then app_owner() or p_about = any (app_overseen()) or (p_about is null and cardinality(app_overseen()) > 0)
       else true end $$;
-- Meetings the actor takes part in. By the definer, so that the policies below ask no table that asks back.
create function app_meetings() returns bigint[] language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(array_agg(m.id), '{}') from meeting m join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id
      where m.municipality_id = app_municipality() and p.person_id = app_person() and p.removed_at is null
        and app_still_on(p.side, p.school_id, m.school_id) $$;
-- Those the actor writes in on a side: of the school its draft readers, for its pupils and parents read.
create function app_meetings_as(p_side text) returns bigint[] language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(array_agg(m.id), '{}') from meeting m join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id
      where m.municipality_id = app_municipality() and p.person_id = app_person() and p.removed_at is null and p.side = p_side
        and app_still_on(p.side, p.school_id, m.school_id) and (p_side <> 'school' or p.school_id = any (app_schools())) $$;
-- Those whose preparation is revealed to both sides; guests have the agenda and the minutes.
create function app_revealed_meetings() returns bigint[] language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(array_agg(m.id), '{}') from meeting m join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id
      where m.municipality_id = app_municipality() and p.person_id = app_person() and p.removed_at is null and m.revealed_at is not null
        and p.side <> 'guest' and app_still_on(p.side, p.school_id, m.school_id) $$;

create function has_minutes(p_meeting bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select exists (select from meeting_minutes where municipality_id = app_municipality() and meeting_id = p_meeting) $$;

alter table meeting enable row level security;
alter table meeting force row level security;
create policy reads on meeting for select
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (audience <> 'participants' and school_id = any ((select app_schools())::bigint[]))
    or (audience = 'group' and school_id = any ((select app_reader_schools())::bigint[])
      and has_minutes(id))
    -- The one who books takes part only from the next statement on.
    or (leader_id = (select app_person()) and cardinality((select app_overseen())::bigint[]) > 0)
    or id = any ((select app_meetings())::bigint[])));
-- Booked by those who follow the schools up.
create policy books on meeting for insert
  with check (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[])
    or (school_id is null and cardinality((select app_overseen())::bigint[]) > 0)));
create policy leads on meeting for update
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or leader_id = (select app_person())))
  with check (municipality_id = (select app_municipality()));

-- The first to be asked is the one who books, who takes part only from then on.
create policy own on meeting_participant for select
  using (municipality_id = (select app_municipality()) and person_id = (select app_person()));
do $$
declare t text;
begin
  foreach t in array array['meeting_participant', 'meeting_point']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy reads on %1$I for select
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
        or meeting_id = any ((select app_meetings())::bigint[])))$p$, t);
    -- The meeting itself is looked up under its own policy: nobody reaches one they do not see.
    execute format($p$create policy adds on %1$I for insert
      with check (municipality_id = (select app_municipality())
        and exists (select from meeting m where m.municipality_id = %1$I.municipality_id and m.id = %1$I.meeting_id)
        and ((select app_owner()) or cardinality((select app_overseen())::bigint[]) > 0 or school_id = any ((select app_led())::bigint[])
          or meeting_id = any ((select app_meetings())::bigint[])))$p$, t);
    execute format($p$create policy changes on %1$I for update
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
        or meeting_id = any ((select app_meetings())::bigint[])))
      with check (municipality_id = (select app_municipality()))$p$, t);
  end loop;
  foreach t in array array['meeting_minutes', 'meeting_remark']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
end $$;
create policy reads on meeting_minutes for select
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (audience <> 'participants' and school_id = any ((select app_schools())::bigint[]))
    or (audience = 'group' and school_id = any ((select app_reader_schools())::bigint[]))
    or meeting_id = any ((select app_meetings())::bigint[])));
create policy approves on meeting_minutes for insert
  with check (municipality_id = (select app_municipality())
    and exists (select from meeting m where m.municipality_id = meeting_minutes.municipality_id and m.id = meeting_minutes.meeting_id
      and (m.leader_id = (select app_person()) or (select app_owner()) or m.school_id = any ((select app_overseen())::bigint[]))));
-- Comments are those of the people in the room; a protocol note goes with the minutes.
create policy reads on meeting_remark for select
  using (municipality_id = (select app_municipality()) and (
    meeting_id = any ((select app_meetings())::bigint[])
    or (kind = 'protocol_note' and (
      (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
      or (audience <> 'participants' and school_id = any ((select app_schools())::bigint[]))
      or (audience = 'group' and school_id = any ((select app_reader_schools())::bigint[]))))));
create policy adds on meeting_remark for insert
  with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
    and (meeting_id = any ((select app_meetings())::bigint[]) or school_id = any ((select app_led())::bigint[])));

grant select, insert on meeting, meeting_participant, meeting_point to kd_app;
grant update (school_year, starts_at, ends_at, place, state, sequence, reveals_at, revealed_at, leader_id, held_at, minutes_used, comments_until, cancelled_reason) on meeting to kd_app;
grant update (answer, answer_note, answered_at, removed_at) on meeting_participant to kd_app;
grant update (position, minutes, phase, title, withdrawn_at) on meeting_point to kd_app;
grant select on meeting, meeting_participant, meeting_minutes to kd_definer;

-- What is written in a meeting is text that several people write, too. It belongs to those who take part: to all (the minutes), or to one side until both
-- are revealed (what it prepares). Never to a school's drafts, and never to the municipality as such.
alter table document add column meeting_id bigint, add column side text check (side in ('school', 'owner', 'guest')),
  add foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  add constraint document_of_one_kind check (meeting_id is null or school_id is null),
  add constraint document_side check (side is null or meeting_id is not null);
create unique index document_of_meeting on document (municipality_id, meeting_id, coalesce(side, '')) where meeting_id is not null;
alter table text_field add column meeting_id bigint, add column side text,
  add constraint text_field_of_one_kind check (meeting_id is null or school_id is null);
alter table text_revision add column meeting_id bigint, add column side text,
  add constraint text_revision_of_one_kind check (meeting_id is null or school_id is null);

drop policy municipality on document;
create policy municipality on document for select using (municipality_id = (select app_municipality()));
create policy makes on document for insert
  with check (municipality_id = (select app_municipality()) and (case when meeting_id is null
    then (select app_owner()) or school_id = any ((select app_schools())::bigint[])
    else exists (select from meeting m where m.municipality_id = document.municipality_id and m.id = document.meeting_id) end));
create policy closes on document for update
  using (municipality_id = (select app_municipality()))
  with check (municipality_id = (select app_municipality()) and (case when meeting_id is null
    then (select app_owner()) or school_id = any ((select app_schools())::bigint[])
    else exists (select from meeting m where m.municipality_id = document.municipality_id and m.id = document.meeting_id) end));

do $$
declare t text;
begin
  foreach t in array array['text_field', 'text_revision']
  loop
    -- What stands in the policies of drafts holds for drafts.
    execute format('drop policy draft_read on %I', t);
    execute format('drop policy draft_add on %I', t);
    execute format($p$create policy draft_read on %1$I for select
      using (municipality_id = (select app_municipality()) and meeting_id is null and (
        school_id = any ((select app_schools())::bigint[])
        or (school_id is null and (select app_owner()))
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %1$I.part and a.person_id = (select app_person()) and a.withdrawn_at is null)
        or exists (select from draft_share s where s.municipality_id = %1$I.municipality_id and s.document_id = %1$I.document_id
                      and s.part = %1$I.part and s.revoked_at is null
                      and (s.person_id = (select app_person()) or (s.person_id is null and s.school_id = any ((select app_reader_schools())::bigint[]))))))$p$, t);
    execute format($p$create policy draft_add on %1$I for insert
      with check (municipality_id = (select app_municipality()) and meeting_id is null and (
        school_id = any ((select app_schools())::bigint[])
        or (school_id is null and (select app_owner()))
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %1$I.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))$p$, t);
    execute format($p$create policy meeting_read on %1$I for select
      using (municipality_id = (select app_municipality()) and meeting_id is not null and (
        case when side is null then meeting_id = any ((select app_meetings())::bigint[])
        else meeting_id = any ((select app_meetings_as(side))::bigint[]) or meeting_id = any ((select app_revealed_meetings())::bigint[]) end))$p$, t);
    execute format($p$create policy meeting_add on %1$I for insert
      with check (municipality_id = (select app_municipality()) and meeting_id is not null and (
        case when side is null
          then meeting_id = any ((select app_meetings_as('school'))::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])
          else meeting_id = any ((select app_meetings_as(side))::bigint[]) end))$p$, t);
  end loop;
end $$;
drop policy draft_change on text_field;
create policy draft_change on text_field for update
  using (municipality_id = (select app_municipality()) and meeting_id is null and (
    school_id = any ((select app_schools())::bigint[])
    or (school_id is null and (select app_owner()))
    or exists (select from part_assignment a where a.municipality_id = text_field.municipality_id and a.document_id = text_field.document_id
                  and a.part = text_field.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))
  with check (municipality_id = (select app_municipality()));
create policy meeting_change on text_field for update
  using (municipality_id = (select app_municipality()) and meeting_id is not null and (
    case when side is null
      then meeting_id = any ((select app_meetings_as('school'))::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])
      else meeting_id = any ((select app_meetings_as(side))::bigint[]) end))
  with check (municipality_id = (select app_municipality()));

grant create on schema public to kd_definer;
alter function app_meetings() owner to kd_definer;
alter function app_meetings_as(text) owner to kd_definer;
alter function app_revealed_meetings() owner to kd_definer;
alter function has_minutes(bigint) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function app_meetings(), app_meetings_as(text), app_revealed_meetings(), has_minutes(bigint) from public;
grant execute on function app_meetings(), app_meetings_as(text), app_revealed_meetings(), has_minutes(bigint) to kd_app;
