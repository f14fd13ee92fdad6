-- Spot checks of routines in a meeting with one school (docs/spot-checks.md): a draw of the numbers that the school has given its cases, and what was seen in
-- each. No case is here, and how many there are is in a table of its own, whose rows are deleted.

-- Who reads: those who take part for the school (its draft readers) and for the owner, the school's rektor, and those who follow it up. Never guests, pupils or
-- parents, nor others at the school. Who writes: those who take part, as long as the minutes are written.

-- A draw: the seed is there before anybody says how many cases there are.
create table spot_check_draw (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  number          integer not null check (number > 0),
  school_id       bigint not null,                       -- the meeting's
  seed            text not null check (seed ~ '^[0-9a-f]{12}$'),
  reason          text check (reason in ('wrong_number', 'not_on_list', 'seen_before')),  -- why it is drawn again
  begun_at        timestamptz not null,
  begun_by        bigint not null,
  begun_by_name   text not null,
  primary key (municipality_id, meeting_id, number),
  constraint spot_check_again_for_a_reason check ((number = 1) = (reason is null)),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, begun_by) references person (municipality_id, id)
);

-- What came of it: numbers were drawn, or somebody of the school said that there is no case.
create table spot_check_outcome (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  number          integer not null,
  school_id       bigint not null,
  outcome         text not null check (outcome in ('drawn', 'nothing')),
  said_by_name    text not null default '',              -- who said that there is none
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  primary key (municipality_id, meeting_id, number),
  constraint spot_check_nothing_is_said check ((outcome = 'nothing') = (said_by_name <> '')),
  foreign key (municipality_id, meeting_id, number) references spot_check_draw (municipality_id, meeting_id, number),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- How many cases the draw was among: for those in the room, until the minutes are approved.
create table spot_check_count (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  number          integer not null,
  cases           integer not null check (cases > 0),
  primary key (municipality_id, meeting_id, number),
  foreign key (municipality_id, meeting_id, number) references spot_check_draw (municipality_id, meeting_id, number)
);

-- A number that was drawn.
create table spot_check_case (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  number          integer not null,                      -- of the draw
  position        smallint not null check (position > 0),
  school_id       bigint not null,
  case_number     integer not null check (case_number > 0),
  rev             integer not null default 0 check (rev >= 0),
  saved_at        timestamptz,
  saved_by_name   text not null default '',
  primary key (municipality_id, meeting_id, number, position),
  constraint spot_check_case_once unique (municipality_id, meeting_id, number, case_number),
  foreign key (municipality_id, meeting_id, number) references spot_check_draw (municipality_id, meeting_id, number)
);

-- What was seen of a case: of a step of the routine, or of a field of the written plan. No earlier words are kept.
create table spot_check_answer (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  number          integer not null,
  position        smallint not null,
  item            text not null check (item ~ '^[sp]\.[a-z0-9_]{1,60}$'),
  school_id       bigint not null,
  result          text check (result in ('follows', 'lacking', 'not_yet')),
  note            text not null default '' check (char_length(note) <= 500),
  cleared_at      timestamptz,                           -- the note was taken away
  cleared_by_name text,
  primary key (municipality_id, meeting_id, number, position, item),
  constraint spot_check_cleared_by_somebody check ((cleared_at is null) = (cleared_by_name is null)),
  foreign key (municipality_id, meeting_id, number, position) references spot_check_case (municipality_id, meeting_id, number, position)
);

-- An agreement that a finding became.
create table spot_check_agreement (
  municipality_id bigint not null,
  meeting_id      bigint not null,
  agreement_id    bigint not null,
  school_id       bigint not null,
  primary key (municipality_id, agreement_id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, agreement_id) references agreement (municipality_id, id)
);
create index spot_check_agreement_by_meeting on spot_check_agreement (municipality_id, meeting_id);

-- Whether the actor writes in the check of a meeting, and draws in it: minutes that are opened again open no draw.
create function writes_spot_check(p_meeting bigint, p_school bigint, p_draws boolean) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select (p_meeting = any (app_meetings_as('school')) or p_meeting = any (app_meetings_as('owner'))) and exists (
    select from meeting m where m.municipality_id = app_municipality() and m.id = p_meeting and m.school_id = p_school
      and m.state in ('held', 'commenting')
      and not (p_draws and (m.state <> 'held' or has_minutes(m.id)))) $$;

do $$
declare t text;
begin
  foreach t in array array['spot_check_draw', 'spot_check_outcome', 'spot_check_case', 'spot_check_answer', 'spot_check_agreement']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy reads on %1$I for select
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
        or meeting_id = any ((select app_meetings_as('school'))::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])))$p$, t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
end $$;
create policy draws on spot_check_draw for insert
  with check (municipality_id = (select app_municipality()) and begun_by = (select app_person()) and writes_spot_check(meeting_id, school_id, true));
create policy draws on spot_check_outcome for insert
  with check (municipality_id = (select app_municipality()) and by_id = (select app_person()) and writes_spot_check(meeting_id, school_id, true));
create policy draws on spot_check_case for insert
  with check (municipality_id = (select app_municipality()) and writes_spot_check(meeting_id, school_id, true));
create policy writes on spot_check_case for update
  using (municipality_id = (select app_municipality()) and writes_spot_check(meeting_id, school_id, false))
  with check (municipality_id = (select app_municipality()));
create policy writes on spot_check_answer for insert
  with check (municipality_id = (select app_municipality()) and writes_spot_check(meeting_id, school_id, false));
create policy changes on spot_check_answer for update
  using (municipality_id = (select app_municipality()) and writes_spot_check(meeting_id, school_id, false))
  with check (municipality_id = (select app_municipality()));
create policy writes on spot_check_agreement for insert
  with check (municipality_id = (select app_municipality()) and writes_spot_check(meeting_id, school_id, false)
    and exists (select from agreement a where a.municipality_id = spot_check_agreement.municipality_id and a.id = spot_check_agreement.agreement_id
      and a.meeting_id = spot_check_agreement.meeting_id));
grant update (rev, saved_at, saved_by_name) on spot_check_case to kd_app;
grant update (result, note, cleared_at, cleared_by_name) on spot_check_answer to kd_app;

-- How many there are is read by those in the room alone, and changed by nobody.
alter table spot_check_count enable row level security;
alter table spot_check_count force row level security;
create policy reads on spot_check_count for select
  using (municipality_id = (select app_municipality()) and (
    meeting_id = any ((select app_meetings_as('school'))::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])));
create policy draws on spot_check_count for insert
  with check (municipality_id = (select app_municipality()) and exists (
    select from spot_check_draw d where d.municipality_id = spot_check_count.municipality_id and d.meeting_id = spot_check_count.meeting_id
      and d.number = spot_check_count.number and writes_spot_check(d.meeting_id, d.school_id, true)));
grant select, insert on spot_check_count to kd_app;

do $$
declare t text;
begin
  foreach t in array array['spot_check_draw', 'spot_check_outcome', 'spot_check_agreement']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
  end loop;
end $$;

-- Deletes how many cases there were, when the minutes of the meeting are approved, whoever asks; and for work that acts for no person when it ended before
-- `p_ended_before`. The function sees which meeting it was and never how many.
create function forget_case_counts(p_meeting bigint, p_ended_before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten bigint;
begin
  delete from spot_check_count c
   where c.municipality_id = app_municipality() and c.meeting_id = p_meeting and exists (
     select from meeting m where m.municipality_id = c.municipality_id and m.id = c.meeting_id and (
       exists (select from meeting_minutes v where v.municipality_id = m.municipality_id and v.meeting_id = m.id)
       or (app_owner() and app_person() is null and m.ends_at <= p_ended_before)));
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

-- Takes a note away, as remove_from_minutes() does in minutes: by whoever leads the meeting, by the rektor (or deputy) of the school in it, and, once minutes
-- are approved, by those who follow the school up and its rektor. False when there is none.
create function clear_spot_check_note(p_meeting bigint, p_number integer, p_position integer, p_item text, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update spot_check_answer a set note = '', cleared_at = p_at, cleared_by_name = p_name
   where a.municipality_id = app_municipality() and a.meeting_id = p_meeting and a.number = p_number and a.position = p_position and a.item = p_item
     and a.note <> '' and exists (
       select from meeting m where m.municipality_id = a.municipality_id and m.id = a.meeting_id and (
         (m.leader_id = app_person() and m.id = any (app_meetings_as('owner')))
         or (m.id = any (app_meetings_as('school')) and m.school_id = any (app_answers_for()))
         or (has_minutes(m.id) and (app_owner() or m.school_id = any (app_overseen()) or m.school_id = any (app_led())))));
  if found then
    -- Whoever writes in the case now meets it without the note.
    update spot_check_case c set rev = rev + 1, saved_at = p_at, saved_by_name = p_name
     where c.municipality_id = app_municipality() and c.meeting_id = p_meeting and c.number = p_number and c.position = p_position;
    return true;
  end if;
  return false;
end $$;

grant create on schema public to kd_definer;
alter function writes_spot_check(bigint, bigint, boolean) owner to kd_definer;
alter function forget_case_counts(bigint, timestamptz) owner to kd_definer;
alter function clear_spot_check_note(bigint, integer, integer, text, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function writes_spot_check(bigint, bigint, boolean), forget_case_counts(bigint, timestamptz),
  clear_spot_check_note(bigint, integer, integer, text, text, timestamptz) from public;
grant execute on function writes_spot_check(bigint, bigint, boolean), forget_case_counts(bigint, timestamptz),
  clear_spot_check_note(bigint, integer, integer, text, text, timestamptz) to kd_app;
grant delete on spot_check_count to kd_definer;
grant select (municipality_id, meeting_id) on spot_check_count to kd_definer;
grant select, update on spot_check_answer, spot_check_case to kd_definer;
