-- The handover of a school or an area to whoever leads it next (docs/handover.md). It follows the people named in it, since whoever leaves may have lost the role:
-- the leaver, the successor (from when it is handed over, or when they hold the role), and those who follow the school up; of an area skoleeier alone.
-- A mentor reads that it is, and the plan of the first months; no word of the package.

create table handover (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint,                                 -- a school's, or
  area_id         bigint,                                 -- an area's
  model_pack_id   bigint not null,                        -- whose lists it has
  leaver_id       bigint not null,
  successor_id    bigint,                                 -- null: not known yet
  mentor_id       bigint,
  change_day      date not null,                          -- the successor's first day
  begun_at        timestamptz not null,
  begun_by        bigint not null,
  save_id         uuid not null,
  handed_over_at  timestamptz,
  received_at     timestamptz,
  primary key (municipality_id, id),
  constraint handover_save_once unique (municipality_id, save_id),
  constraint handover_of_one check ((school_id is null) <> (area_id is null)),
  constraint handover_order check (received_at is null or (handed_over_at is not null and successor_id is not null)),
  constraint handover_people check (successor_id <> leaver_id and mentor_id <> successor_id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, area_id) references area (municipality_id, id),
  foreign key (municipality_id, leaver_id) references person (municipality_id, id),
  foreign key (municipality_id, successor_id) references person (municipality_id, id),
  foreign key (municipality_id, mentor_id) references person (municipality_id, id),
  foreign key (municipality_id, begun_by) references person (municipality_id, id)
);
-- One is prepared at a time.
create unique index handover_one_of_school on handover (municipality_id, school_id) where handed_over_at is null;
create unique index handover_one_of_area on handover (municipality_id, area_id) where handed_over_at is null;

-- Three things to ask, in the leaver's own words.
create table handover_words (
  municipality_id bigint not null,
  handover_id     bigint not null,
  first           text not null default '' check (char_length(first) <= 600),
  second          text not null default '' check (char_length(second) <= 600),
  third           text not null default '' check (char_length(third) <= 600),
  none_because    text not null default '' check (char_length(none_because) <= 600),   -- why there are none
  rev             integer not null default 1,
  saved_at        timestamptz not null,
  saved_by_name   text not null,
  save_id         uuid not null,
  primary key (municipality_id, handover_id),
  foreign key (municipality_id, handover_id) references handover (municipality_id, id) on delete cascade
);

-- What was passed on, as it stood that day.
create table handover_package (
  municipality_id bigint not null,
  handover_id     bigint not null,
  content         jsonb not null,
  sha256          bytea not null check (length(sha256) = 32),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  primary key (municipality_id, handover_id),
  foreign key (municipality_id, handover_id) references handover (municipality_id, id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- What the successor asks when they have read it.
create table handover_question (
  municipality_id  bigint not null,
  handover_id      bigint not null,
  number           integer not null check (number between 1 and 3),
  question         text not null check (question <> '' and char_length(question) <= 600),
  asked_at         timestamptz not null,
  asked_by_id      bigint not null,
  asked_by_name    text not null,
  save_id          uuid not null,
  answer           text check (answer <> '' and char_length(answer) <= 2000),
  answered_at      timestamptz,
  answered_by_id   bigint,
  answered_by_name text,
  primary key (municipality_id, handover_id, number),
  constraint handover_question_save_once unique (municipality_id, save_id),
  constraint handover_question_answered check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by_id is null)),
  foreign key (municipality_id, handover_id) references handover (municipality_id, id) on delete cascade,
  foreign key (municipality_id, asked_by_id) references person (municipality_id, id),
  foreign key (municipality_id, answered_by_id) references person (municipality_id, id)
);

-- A talk of mentor and successor that was moved or held. What was said in it has no column.
create table handover_talk (
  municipality_id bigint not null,
  handover_id     bigint not null,
  key             text not null,                          -- in the pack
  day             date,                                   -- null: as many days after the change as the pack says
  held_on         date,
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  primary key (municipality_id, handover_id, key),
  foreign key (municipality_id, handover_id) references handover (municipality_id, id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- An entry of a list that somebody has ticked, or taken the tick off again.
create table handover_check (
  municipality_id bigint not null,
  handover_id     bigint not null,
  list            text not null check (list in ('start', 'exit')),
  key             text not null,                          -- in the pack
  done            boolean not null,
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  primary key (municipality_id, handover_id, list, key),
  foreign key (municipality_id, handover_id) references handover (municipality_id, id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- What is handed over is not prepared any more, and nobody but the successor receives it.
create function refuse_handover_out_of_order() returns trigger language plpgsql as $$
begin
  if old.handed_over_at is not null and (new.handed_over_at is distinct from old.handed_over_at or new.change_day <> old.change_day) then
    raise exception 'it is handed over' using errcode = 'restrict_violation';
  end if;
  if old.handed_over_at is null and new.handed_over_at is not null and not exists (
       select from handover_package p where p.municipality_id = new.municipality_id and p.handover_id = new.id) then
    raise exception 'there is nothing to hand over' using errcode = 'restrict_violation';
  end if;
  if old.received_at is not null and (new.received_at is distinct from old.received_at or new.successor_id is distinct from old.successor_id) then
    raise exception 'it is received' using errcode = 'restrict_violation';
  end if;
  if old.received_at is null and new.received_at is not null and (old.handed_over_at is null or old.successor_id is distinct from app_person()) then
    raise exception 'it is for the successor to receive' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger in_order before update on handover for each row execute function refuse_handover_out_of_order();
create trigger only_added before update or delete on handover_package for each row execute function refuse_change_but_by_key();

-- What the one who acts is to a handover that they see, and whether it is still prepared.
create function app_handover(p_handover bigint) returns text[] language sql stable as $$
  select array_remove(array[
      case when app_owner() or h.school_id = any (app_overseen()) then 'follows' end,
      case when h.leaver_id = app_person() then 'leaves' end,
      case when h.successor_id = app_person() and (h.handed_over_at is not null or h.school_id = any (app_led())
             or exists (select from school s where s.municipality_id = h.municipality_id and s.area_id = h.area_id and s.id = any (app_overseen())))
        then 'succeeds' end,
      case when h.mentor_id = app_person() then 'mentors' end,
      case when h.handed_over_at is null then 'open' end], null)
    from handover h where h.municipality_id = app_municipality() and h.id = p_handover and app_person() is not null
$$;

do $$
declare t text; here text; follows text; leads text; reads text; part text;
begin
  here := 'municipality_id = (select app_municipality()) and (select app_person()) is not null';
  follows := '((select app_owner()) or school_id = any ((select app_overseen())::bigint[]))';
  leads := '(school_id = any ((select app_led())::bigint[]) or exists (select from school s where s.municipality_id = handover.municipality_id
              and s.area_id = handover.area_id and s.id = any ((select app_overseen())::bigint[])))';
  reads := format('(%s or leaver_id = (select app_person()) or (successor_id = (select app_person()) and (handed_over_at is not null or %s)))', follows, leads);
  part := here || ' and app_handover(handover_id) && array[%s]';
  foreach t in array array['handover', 'handover_words', 'handover_package', 'handover_question', 'handover_talk', 'handover_check']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  execute format('create policy readers on handover for select using (%s and (%s or mentor_id = (select app_person())))', here, reads);
  execute format('create policy begins on handover for insert with check (%s and begun_by = (select app_person()) and (%s or (leaver_id = (select app_person()) and %s)))',
    here, follows, leads);
  execute format('create policy changes on handover for update using (%s and %s) with check (%s and (%s or (select app_person()) in (leaver_id, successor_id)))',
    here, reads, here, follows);
  foreach t in array array['handover_words', 'handover_package', 'handover_question']
  loop
    execute format('create policy readers on %I for select using (%s)', t, format(part, $p$'follows', 'leaves', 'succeeds'$p$));
  end loop;
  execute format('create policy begins on handover_words for insert with check (%s)', format(part, $p$'follows', 'leaves'$p$));
  execute format('create policy writes on handover_words for update using (%s) with check (%s)',
    format(part, $p$'follows', 'leaves'$p$) || $p$ and 'open' = any (app_handover(handover_id))$p$,
    format(part, $p$'follows', 'leaves'$p$) || $p$ and 'open' = any (app_handover(handover_id))$p$);
  execute format('create policy hands_over on handover_package for insert with check (%s and by_id = (select app_person()))',
    format(part, $p$'follows', 'leaves'$p$) || $p$ and 'open' = any (app_handover(handover_id))$p$);
  execute format('create policy asks on handover_question for insert with check (%s and asked_by_id = (select app_person()))', format(part, $p$'succeeds'$p$));
  execute format('create policy answers on handover_question for update using (%s) with check (%s and answered_by_id = (select app_person()))',
    format(part, $p$'follows', 'leaves'$p$), format(part, $p$'follows', 'leaves'$p$));
  execute format('create policy readers on handover_talk for select using (%s)', format(part, $p$'follows', 'leaves', 'succeeds', 'mentors'$p$));
  execute format('create policy readers on handover_check for select using ((list = ''start'' and %s) or (%s))',
    format(part, $p$'follows', 'leaves', 'succeeds', 'mentors'$p$), format(part, $p$'follows', 'leaves'$p$));
  foreach t in array array['handover_talk', 'handover_check']
  loop
    execute format('create policy ticks on %I for insert with check (by_id = (select app_person()) and %s)', t,
      case t when 'handover_talk' then format(part, $p$'follows', 'succeeds', 'mentors'$p$)
        else format('((list = ''start'' and %s) or (list = ''exit'' and %s))', format(part, $p$'follows', 'succeeds', 'mentors'$p$), format(part, $p$'follows', 'leaves'$p$)) end);
    execute format('create policy turns on %I for update using (%s) with check (by_id = (select app_person()) and %s)', t,
      case t when 'handover_talk' then format(part, $p$'follows', 'succeeds', 'mentors'$p$)
        else format('((list = ''start'' and %s) or (list = ''exit'' and %s))', format(part, $p$'follows', 'succeeds', 'mentors'$p$), format(part, $p$'follows', 'leaves'$p$)) end,
      case t when 'handover_talk' then format(part, $p$'follows', 'succeeds', 'mentors'$p$)
        else format('((list = ''start'' and %s) or (list = ''exit'' and %s))', format(part, $p$'follows', 'succeeds', 'mentors'$p$), format(part, $p$'follows', 'leaves'$p$)) end);
  end loop;
end $$;

grant select, insert on handover, handover_words, handover_package, handover_question, handover_talk, handover_check to kd_app;
grant update (successor_id, mentor_id, change_day, handed_over_at, received_at) on handover to kd_app;
grant update (first, second, third, none_because, rev, saved_at, saved_by_name, save_id) on handover_words to kd_app;
grant update (answer, answered_at, answered_by_id, answered_by_name) on handover_question to kd_app;
grant update (day, held_on, at, by_id, by_name) on handover_talk to kd_app;
grant update (done, at, by_id, by_name) on handover_check to kd_app;

-- Gives up one that is prepared, and with it all of it. By those who prepare it.
create function drop_handover(p_handover bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
  if app_person() is null then return false; end if;
  delete from handover where municipality_id = app_municipality() and id = p_handover and handed_over_at is null
    and (app_owner() or school_id = any (app_overseen()) or leaver_id = app_person());
  get diagnostics gone = row_count;
  return gone > 0;
end $$;

grant create on schema public to kd_definer;
alter function drop_handover(bigint) owner to kd_definer;
revoke all on function drop_handover(bigint) from public;
grant execute on function drop_handover(bigint) to kd_app;
revoke create on schema public from kd_definer;
grant select, delete on handover to kd_definer;
