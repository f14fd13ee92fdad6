-- Support that schools ask for and who helps, which schools get more follow-up and why, and whom to call (docs/support.md).

-- What a school asks for, or what those who follow it up offer. The row says how it stands, as its newest step does; only a step changes it.
create table support_request (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  model_pack_id   bigint not null,                        -- whose words the kind has
  kind            text not null check (kind <> ''),
  words           text not null check (words <> '' and char_length(words) <= 300),
  asked           boolean not null,                       -- by the school; otherwise offered
  answer_by       date,                                   -- when the school wishes for an answer
  agreement_id    bigint,                                 -- where it asked in a meeting
  made_at         timestamptz not null,
  made_by         bigint not null,
  made_by_name    text not null,
  save_id         uuid not null,
  state           text not null default 'open' check (state in ('open', 'helping', 'declined', 'done')),
  helper_id       bigint,                                 -- null: somebody without an account
  helper_name     text not null default '' check (char_length(helper_name) <= 200),
  from_day        date,
  to_day          date,
  steps           integer not null default 0 check (steps >= 0),
  primary key (municipality_id, id),
  constraint support_request_save_once unique (municipality_id, save_id),
  constraint support_request_school unique (municipality_id, id, school_id),
  constraint support_request_answer_day check (asked = (answer_by is not null)),
  constraint support_request_helps check (state <> 'helping' or (helper_name <> '' and from_day is not null and to_day is not null)),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, agreement_id) references agreement (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id),
  foreign key (municipality_id, helper_id) references person (municipality_id, id)
);
create index support_request_by_school on support_request (municipality_id, school_id);
create index support_request_by_helper on support_request (municipality_id, helper_id);

create table support_step (
  municipality_id bigint not null,
  request_id      bigint not null,
  school_id       bigint not null,
  number          integer not null check (number > 0),
  change          text not null check (change in ('helps', 'declined', 'done')),
  side            text not null check (side in ('school', 'owner')),
  helper_id       bigint,
  helper_name     text not null default '' check (char_length(helper_name) <= 200),
  from_day        date,
  to_day          date,
  words           text not null default '' check (char_length(words) <= 300),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, request_id, number),
  constraint support_step_save_once unique (municipality_id, save_id),
  constraint support_step_by_whom check (change = 'done' or side = 'owner'),
  constraint support_step_helps check ((change = 'helps') = (helper_name <> '') and (change = 'helps') = (from_day is not null) and (from_day is null) = (to_day is null)),
  constraint support_step_period check (from_day <= to_day),
  constraint support_step_words check (change = 'helps' or words <> ''),
  foreign key (municipality_id, request_id, school_id) references support_request (municipality_id, id, school_id),
  foreign key (municipality_id, helper_id) references person (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- By what schools are given more follow-up in a school year. Written by skoleeier, and never changed after they are published.
create table follow_criterion (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_year     integer not null check (school_year between 2000 and 2200),
  name            text not null check (name <> '' and char_length(name) <= 120),
  words           text not null check (words <> '' and char_length(words) <= 600),
  written_at      timestamptz not null,
  written_by      bigint not null,
  written_by_name text not null,
  published_at    timestamptz,
  reason          text not null default '' check (char_length(reason) <= 600),    -- why it came after the others were published
  save_id         uuid,                                                           -- of one that came after
  primary key (municipality_id, id),
  constraint follow_criterion_save_once unique (municipality_id, save_id),
  constraint follow_criterion_late check ((reason <> '') = (save_id is not null) and (save_id is null or published_at is not null)),
  foreign key (municipality_id, written_by) references person (municipality_id, id)
);
create index follow_criterion_by_year on follow_criterion (municipality_id, school_year);

-- What one school gets, and why. A new judgement is a new row.
create table follow_judgement (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  model_pack_id   bigint not null,                        -- whose words the level has
  level           text not null check (level <> ''),
  reason          text not null check (reason <> '' and char_length(reason) <= 2000),
  from_day        date not null,
  to_day          date not null,
  helper_id       bigint,
  helper_name     text not null check (helper_name <> '' and char_length(helper_name) <= 200),
  support_id      bigint,                                 -- the help, when it was written down as support too
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint follow_judgement_save_once unique (municipality_id, save_id),
  constraint follow_judgement_school unique (municipality_id, id, school_id),
  constraint follow_judgement_period check (from_day <= to_day),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, helper_id) references person (municipality_id, id),
  foreign key (municipality_id, support_id, school_id) references support_request (municipality_id, id, school_id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index follow_judgement_by_school on follow_judgement (municipality_id, school_id, id);

create table follow_judgement_criterion (
  municipality_id bigint not null,
  judgement_id    bigint not null,
  school_id       bigint not null,
  criterion_id    bigint not null,
  primary key (municipality_id, judgement_id, criterion_id),
  foreign key (municipality_id, judgement_id, school_id) references follow_judgement (municipality_id, id, school_id),
  foreign key (municipality_id, criterion_id) references follow_criterion (municipality_id, id)
);

-- What the school says to it, as often as it wants to.
create table follow_answer (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  judgement_id    bigint not null,
  school_id       bigint not null,
  words           text not null check (words <> '' and char_length(words) <= 2000),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint follow_answer_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, judgement_id, school_id) references follow_judgement (municipality_id, id, school_id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index follow_answer_by_judgement on follow_answer (municipality_id, judgement_id);

create table follow_closing (
  municipality_id bigint not null,
  judgement_id    bigint not null,
  school_id       bigint not null,
  words           text not null check (words <> '' and char_length(words) <= 300),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, judgement_id),
  foreign key (municipality_id, judgement_id, school_id) references follow_judgement (municipality_id, id, school_id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- Whom to call: one card for the municipality (no school), and one for each school. Nothing of a case.
create table contact_card (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint,
  lines           jsonb not null,
  rev             integer not null default 1 check (rev > 0),
  revised_at      timestamptz not null,
  revised_by      bigint not null,
  revised_by_name text not null,
  save_id         uuid not null,                          -- of the save that stands
  primary key (municipality_id, id),
  constraint contact_card_one unique nulls not distinct (municipality_id, school_id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, revised_by) references person (municipality_id, id)
);

-- A request stands as its newest step says.
create function stand_as_step_says() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- A municipality that moves here has its requests as they stand before their steps are read in; nobody else makes one that has steps.
  if exists (select from support_request r where r.municipality_id = new.municipality_id and r.id = new.request_id and r.steps >= new.number) then
    return new;
  end if;
  update support_request r set state = case new.change when 'helps' then 'helping' else new.change end, steps = new.number,
      helper_id = case new.change when 'helps' then new.helper_id else r.helper_id end,
      helper_name = case new.change when 'helps' then new.helper_name else r.helper_name end,
      from_day = coalesce(new.from_day, r.from_day), to_day = coalesce(new.to_day, r.to_day)
   where r.municipality_id = new.municipality_id and r.id = new.request_id and r.steps = new.number - 1
     and r.state = any (case new.change when 'declined' then array['open'] else array['open', 'helping'] end);
  if not found then
    raise exception 'the request stands otherwise' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger stands after insert on support_step for each row execute function stand_as_step_says();

create function refuse_change_of_published_criterion() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'a published criterion is not changed' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger published before update or delete on follow_criterion for each row execute function refuse_change_of_published_criterion();

do $$
declare t text; chain text; school text; owner text; reader text; keeper text;
begin
  foreach t in array array['support_request', 'support_step', 'follow_criterion', 'follow_judgement', 'follow_judgement_criterion', 'follow_answer',
                           'follow_closing', 'contact_card']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  chain := $c$municipality_id = (select app_municipality()) and (select app_person()) is not null and ((select app_owner())
    or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[]))$c$;
  -- Whoever leads the school is on its side, whatever else they are.
  school := $s$municipality_id = (select app_municipality()) and school_id = any ((select app_led())::bigint[])$s$;
  owner := $o$municipality_id = (select app_municipality()) and (select app_person()) is not null
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])) and not school_id = any ((select app_led())::bigint[])$o$;
  foreach t in array array['support_request', 'support_step', 'follow_judgement', 'follow_judgement_criterion', 'follow_answer', 'follow_closing']
  loop
    execute format('create policy chain on %I for select using (%s)', t, chain);
  end loop;
  -- The named helper reads that one as long as it runs; until which day, the application knows.
  create policy helper on support_request for select
    using (municipality_id = (select app_municipality()) and state = 'helping' and helper_id = (select app_person()));
  execute format($p$create policy adds on support_request for insert with check (state = 'open' and steps = 0 and made_by = (select app_person())
    and ((asked and %s) or (not asked and %s)))$p$, school, owner);
  execute format($p$create policy adds on support_step for insert with check (by_id = (select app_person())
    and ((side = 'school' and %s) or (side = 'owner' and %s)))$p$, school, owner);
  execute format('create policy adds on follow_judgement for insert with check (by_id = (select app_person()) and %s)', owner);
  execute format('create policy adds on follow_judgement_criterion for insert with check (%s)', owner);
  execute format('create policy adds on follow_answer for insert with check (by_id = (select app_person()) and %s)', school);
  execute format('create policy adds on follow_closing for insert with check (by_id = (select app_person()) and %s)', owner);

  keeper := $k$municipality_id = (select app_municipality()) and (select app_person()) is not null and (select app_owner())$k$;
  execute format($p$create policy reads on follow_criterion for select using (municipality_id = (select app_municipality()) and (select app_person()) is not null
    and ((select app_owner()) or (published_at is not null
      and (cardinality((select app_led())::bigint[]) > 0 or cardinality((select app_overseen())::bigint[]) > 0))))$p$);
  execute format('create policy adds on follow_criterion for insert with check (written_by = (select app_person()) and %s)', keeper);
  execute format('create policy changes on follow_criterion for update using (%s) with check (%s)', keeper, keeper);

  reader := $r$municipality_id = (select app_municipality()) and (select app_person()) is not null and ((select app_owner())
    or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (school_id is null and (cardinality((select app_schools())::bigint[]) > 0 or cardinality((select app_overseen())::bigint[]) > 0
      or cardinality((select app_led())::bigint[]) > 0)))$r$;
  keeper := $k$municipality_id = (select app_municipality()) and revised_by = (select app_person()) and ((select app_owner())
    or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[]))$k$;
  execute format('create policy reads on contact_card for select using (%s)', reader);
  execute format('create policy adds on contact_card for insert with check (%s)', keeper);
  execute format('create policy changes on contact_card for update using (%s) with check (%s)', reader, keeper);

  foreach t in array array['support_step', 'follow_judgement', 'follow_judgement_criterion', 'follow_answer', 'follow_closing']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
  end loop;
end $$;

grant select, insert on support_request, support_step, follow_judgement, follow_judgement_criterion, follow_answer, follow_closing, contact_card to kd_app;
grant select, insert on follow_criterion to kd_app;
grant update (published_at) on follow_criterion to kd_app;
grant update (lines, rev, revised_at, revised_by, revised_by_name, save_id) on contact_card to kd_app;

-- Drops the criteria of a school year that are still written, so that what is typed now stands in their place: how many. For skoleeier; others drop none.
create function drop_draft_criteria(p_year integer) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from follow_criterion
     where app_owner() and app_person() is not null and municipality_id = app_municipality() and school_year = p_year and published_at is null returning 1)
  select count(*) from gone $$;

grant create on schema public to kd_definer;
alter function stand_as_step_says() owner to kd_definer;
alter function drop_draft_criteria(integer) owner to kd_definer;
revoke all on function stand_as_step_says(), drop_draft_criteria(integer) from public;
grant execute on function stand_as_step_says(), drop_draft_criteria(integer) to kd_app;
grant select, delete on follow_criterion to kd_definer;
revoke create on schema public from kd_definer;
grant select on support_request to kd_definer;
grant update (state, steps, helper_id, helper_name, from_day, to_day) on support_request to kd_definer;
