-- The municipality's quality plan (docs/quality-plan.md): vision, goals, priorities, actions that serve several priorities, when and by whom, what it costs,
-- what the council decided, and how it is looked back upon. Words that several people write are fields of a document (0004); what stands here is the structure.

create table quality_plan (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  document_id     bigint not null,
  model_pack_id   bigint not null,
  first_year      integer not null check (first_year between 2000 and 2100),   -- a school year is named by the year it starts
  last_year       integer not null check (last_year between 2000 and 2110),
  state           text not null default 'draft' check (state in ('draft', 'hearing', 'adopted', 'reopened', 'closed')),
  follows         bigint,                              -- the plan before
  made_at         timestamptz not null,
  made_by_name    text not null,
  primary key (municipality_id, id),
  constraint quality_plan_years check (last_year >= first_year and last_year - first_year < 10),
  foreign key (municipality_id, document_id) references document (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, follows) references quality_plan (municipality_id, id)
);

-- What is taken out is hidden, keeps its words and its id, and can be brought back.
create table quality_goal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  position        integer not null check (position > 0),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);
create index quality_goal_by_plan on quality_goal (municipality_id, plan_id);

-- A priority (satsing) of a goal. Its id is the same in every version of the plan, and for whatever points to it.
create table quality_priority (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  goal_id         bigint not null,
  position        integer not null check (position > 0),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, goal_id) references quality_goal (municipality_id, id)
);
create index quality_priority_by_plan on quality_priority (municipality_id, plan_id);

-- What a goal is built on: a source, a guideline, a plan that belongs beside it; perhaps of one priority.
create table quality_source (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  goal_id         bigint not null,
  position        integer not null check (position > 0),
  kind            text not null default 'source' check (kind in ('source', 'guideline', 'plan')),
  link            text not null default '' check (char_length(link) <= 500),
  priority_id     bigint,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, goal_id) references quality_goal (municipality_id, id),
  foreign key (municipality_id, priority_id) references quality_priority (municipality_id, id)
);
create index quality_source_by_plan on quality_source (municipality_id, plan_id);

create table quality_action (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  position        integer not null check (position > 0),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);
create index quality_action_by_plan on quality_action (municipality_id, plan_id);

-- A sub-point of an action.
create table quality_point (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  action_id       bigint not null,
  position        integer not null check (position > 0),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, action_id) references quality_action (municipality_id, id)
);
create index quality_point_by_plan on quality_point (municipality_id, plan_id);

-- Which actions serve which priorities: many to many.
create table quality_serves (
  municipality_id bigint not null,
  plan_id         bigint not null,
  action_id       bigint not null,
  priority_id     bigint not null,
  removed_at      timestamptz,
  primary key (municipality_id, action_id, priority_id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, action_id) references quality_action (municipality_id, id),
  foreign key (municipality_id, priority_id) references quality_priority (municipality_id, id)
);
create index quality_serves_by_plan on quality_serves (municipality_id, plan_id) where removed_at is null;

create table quality_period (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  position        integer not null check (position > 0),
  starts_on       date,
  ends_on         date,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  constraint quality_period_days check (ends_on >= starts_on),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);
create index quality_period_by_plan on quality_period (municipality_id, plan_id);

create table quality_step (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  period_id       bigint not null,
  action_id       bigint,
  position        integer not null check (position > 0),
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, period_id) references quality_period (municipality_id, id),
  foreign key (municipality_id, action_id) references quality_action (municipality_id, id)
);
create index quality_step_by_plan on quality_step (municipality_id, plan_id);

-- A line of the budget. Within the frame means that no money is asked for: it has no amount.
create table quality_budget_line (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  position        integer not null check (position > 0),
  school_year     integer not null check (school_year between 2000 and 2110),
  theme           text not null check (theme <> '' and char_length(theme) <= 200),
  money           text not null check (money in ('within', 'funded', 'unfunded')),
  amount          bigint check (amount between 1 and 10000000000),   -- kroner
  rev             integer not null default 1,
  removed_at      timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_budget_line_save_once unique (municipality_id, save_id),
  constraint quality_budget_line_amount check ((money = 'within') = (amount is null)),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);
create index quality_budget_line_by_plan on quality_budget_line (municipality_id, plan_id);

-- What the council decided of a version that is about to be adopted.
create table quality_resolution (
  municipality_id bigint not null,
  plan_id         bigint not null,
  version         integer not null check (version > 0),
  body            text not null check (body <> '' and char_length(body) <= 200),
  decided_on      date not null,
  case_number     text not null check (case_number <> '' and char_length(case_number) <= 60),
  words           text not null check (words <> '' and char_length(words) <= 6000),
  primary key (municipality_id, plan_id, version),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);

-- A remark of the council, perhaps about a goal or an action.
create table quality_remark (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  version         integer not null check (version > 0),
  goal_id         bigint,
  action_id       bigint,
  words           text not null check (words <> '' and char_length(words) <= 2000),
  removed_at      timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_remark_save_once unique (municipality_id, save_id),
  constraint quality_remark_about check (goal_id is null or action_id is null),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, goal_id) references quality_goal (municipality_id, id),
  foreign key (municipality_id, action_id) references quality_action (municipality_id, id)
);
create index quality_remark_by_plan on quality_remark (municipality_id, plan_id, version);

-- When it is looked back upon, and by whom.
create table quality_evaluation (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  kind            text not null check (kind in ('underway', 'final')),
  responsible     text not null check (responsible <> '' and char_length(responsible) <= 200),
  planned_on      date not null,
  removed_at      timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_evaluation_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);
create index quality_evaluation_by_plan on quality_evaluation (municipality_id, plan_id);

-- The plan as it was adopted: `content` is quality_plan::frozen::Content, the hash is over its canonical form.
create table quality_version (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  plan_id          bigint not null,
  version          integer not null check (version > 0),
  content          jsonb not null,
  sha256           bytea not null check (length(sha256) = 32),
  changed          text not null default '' check (char_length(changed) <= 2000),      -- what is new since the version before, and why
  adopted_at       timestamptz not null,
  adopted_by       bigint not null,
  adopted_by_name  text not null,
  adopted_by_title text not null,
  primary key (municipality_id, id),
  constraint quality_version_once unique (municipality_id, plan_id, version),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, adopted_by) references person (municipality_id, id)
);

-- That an adopted plan is written in again, or that it is over: why, by whom.
create table quality_turn (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  version         integer not null check (version > 0),
  turned_into     text not null check (turned_into in ('reopened', 'closed')),
  reason          text not null check (reason <> '' and char_length(reason) <= 500),
  turned_at       timestamptz not null,
  turned_by       bigint not null,
  turned_by_name  text not null,
  primary key (municipality_id, id),
  constraint quality_turn_once unique (municipality_id, plan_id, version, turned_into),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, turned_by) references person (municipality_id, id)
);

-- How a step of an adopted plan goes: the last word stands.
create table quality_step_entry (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  step_id         bigint not null,
  state           text not null check (state in ('going_on', 'done', 'moved', 'dropped')),
  moved_to        text not null default '' check (char_length(moved_to) <= 200),        -- when it is done instead
  words           text not null default '' check (char_length(words) <= 2000),
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_step_entry_save_once unique (municipality_id, save_id),
  constraint quality_step_entry_moved check ((state = 'moved') = (moved_to <> '')),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, step_id) references quality_step (municipality_id, id),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);
create index quality_step_entry_by_plan on quality_step_entry (municipality_id, plan_id, id);

-- What an evaluation found, and what is changed because of it; perhaps with the document itself.
create table quality_evaluation_entry (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  evaluation_id   bigint not null,
  done_on         date not null,
  found           text not null check (found <> '' and char_length(found) <= 6000),
  changed         text not null default '' check (char_length(changed) <= 2000),
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_evaluation_entry_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, evaluation_id) references quality_evaluation (municipality_id, id),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);
create index quality_evaluation_entry_by_plan on quality_evaluation_entry (municipality_id, plan_id, id);

create table quality_evaluation_file (
  municipality_id bigint not null,
  entry_id        bigint not null,
  plan_id         bigint not null,
  title           text not null check (title <> '' and char_length(title) <= 200),
  kind            text not null check (kind in ('pdf', 'docx', 'xlsx', 'png', 'jpeg')),
  bytes           bytea,                               -- wiped when it is taken away
  size            bigint not null check (size > 0),
  sha256          bytea not null check (length(sha256) = 32),
  removed_at      timestamptz,
  removed_by_name text,
  primary key (municipality_id, entry_id),
  constraint quality_evaluation_file_removed check ((removed_at is null) = (bytes is not null) and (removed_at is null) = (removed_by_name is null)),
  foreign key (municipality_id, entry_id) references quality_evaluation_entry (municipality_id, id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id)
);

-- What had no money, as it was told to those who make the budget of a year; frozen when it is made.
create table quality_unfunded (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  version         integer not null check (version > 0),
  budget_year     integer not null check (budget_year between 2000 and 2120),           -- the first calendar year of the budget it is for
  made_at         timestamptz not null,
  made_by         bigint not null,
  made_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_unfunded_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, plan_id) references quality_plan (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id)
);
create index quality_unfunded_by_plan on quality_unfunded (municipality_id, plan_id);

create table quality_unfunded_line (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  list_id         bigint not null,
  position        integer not null check (position > 0),
  line_id         bigint not null,
  school_year     integer not null,
  theme           text not null,
  amount          bigint not null check (amount > 0),
  primary key (municipality_id, id),
  constraint quality_unfunded_line_once unique (municipality_id, list_id, position),
  foreign key (municipality_id, list_id) references quality_unfunded (municipality_id, id),
  foreign key (municipality_id, line_id) references quality_budget_line (municipality_id, id)
);

-- What came of a line when the budget was decided: the last word stands.
create table quality_unfunded_outcome (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  line_id         bigint not null,
  outcome         text not null check (outcome in ('granted', 'partly', 'refused')),
  amount          bigint check (amount between 1 and 10000000000),
  decided_on      date not null,
  words           text not null default '' check (char_length(words) <= 1000),
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint quality_unfunded_outcome_save_once unique (municipality_id, save_id),
  constraint quality_unfunded_outcome_amount check ((outcome = 'partly') = (amount is not null)),
  foreign key (municipality_id, line_id) references quality_unfunded_line (municipality_id, id),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);
create index quality_unfunded_outcome_by_line on quality_unfunded_outcome (municipality_id, line_id, id);

-- Whoever has held a role other than administrator in the municipality; whether it is held today, the application asks.
create function app_takes_part() returns boolean language sql stable as
  $$ select app_owner() or exists (select from role_assignment r where r.municipality_id = app_municipality() and r.person_id = app_person()
       and r.role <> 'administrator') $$;
-- Those who do not write the plan read it as it stands while it is in hearing.
create function app_hears_quality_plan(p_plan bigint) returns boolean language sql stable as
  $$ select exists (select from quality_plan p where p.municipality_id = app_municipality() and p.id = p_plan and p.state = 'hearing') $$;

do $$
declare t text;
begin
  foreach t in array array['quality_plan', 'quality_goal', 'quality_priority', 'quality_source', 'quality_action', 'quality_point', 'quality_serves',
    'quality_period', 'quality_step', 'quality_budget_line', 'quality_resolution', 'quality_remark', 'quality_evaluation', 'quality_version', 'quality_turn',
    'quality_step_entry', 'quality_evaluation_entry', 'quality_evaluation_file', 'quality_unfunded', 'quality_unfunded_line', 'quality_unfunded_outcome']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert on %I to kd_app', t);
    execute format('create policy adds on %I for insert with check (municipality_id = (select app_municipality()) and (select app_owner()))', t);
    execute format($p$create policy changes on %I for update using (municipality_id = (select app_municipality()) and (select app_owner()))
      with check (municipality_id = (select app_municipality()) and (select app_owner()))$p$, t);
  end loop;

  -- What the plan is made of: the owner, and while it is in hearing everybody who takes part.
  foreach t in array array['quality_goal', 'quality_priority', 'quality_source', 'quality_action', 'quality_point', 'quality_serves', 'quality_period',
    'quality_step', 'quality_budget_line', 'quality_resolution', 'quality_remark', 'quality_evaluation']
  loop
    execute format($p$create policy reads on %I for select
      using (municipality_id = (select app_municipality()) and ((select app_owner()) or ((select app_takes_part()) and app_hears_quality_plan(plan_id))))$p$, t);
  end loop;

  -- What is said of a plan that was adopted: only added, and read by everybody who takes part.
  foreach t in array array['quality_version', 'quality_turn', 'quality_step_entry', 'quality_evaluation_entry', 'quality_unfunded', 'quality_unfunded_line',
    'quality_unfunded_outcome']
  loop
    execute format('create policy reads on %I for select using (municipality_id = (select app_municipality()) and (select app_takes_part()))', t);
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
  end loop;
end $$;
create policy reads on quality_evaluation_file for select
  using (municipality_id = (select app_municipality()) and (select app_takes_part()));
create policy reads on quality_plan for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or ((select app_takes_part())
    and (state = 'hearing' or exists (select from quality_version v where v.municipality_id = quality_plan.municipality_id and v.plan_id = quality_plan.id)))));
create policy heard on text_field for select
  using (municipality_id = (select app_municipality()) and school_id is null and (select app_takes_part())
    and exists (select from quality_plan p where p.municipality_id = text_field.municipality_id and p.document_id = text_field.document_id and p.state = 'hearing'));

-- A file is never another one.
create function keep_evaluation_file() returns trigger language plpgsql as $$
begin
  if new.bytes is distinct from old.bytes and new.bytes is not null then
    raise exception 'the document of an evaluation is never another one' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_file before update on quality_evaluation_file for each row execute function keep_evaluation_file();

grant update (state, last_year) on quality_plan to kd_app;
grant update (position, removed_at) on quality_goal, quality_priority, quality_action, quality_point to kd_app;
grant update (position, kind, link, priority_id, removed_at) on quality_source to kd_app;
grant update (removed_at) on quality_serves, quality_remark to kd_app;
grant update (position, starts_on, ends_on, removed_at) on quality_period to kd_app;
grant update (position, action_id, removed_at) on quality_step to kd_app;
grant update (position, school_year, theme, money, amount, rev, removed_at) on quality_budget_line to kd_app;
grant update (body, decided_on, case_number, words) on quality_resolution to kd_app;
grant update (kind, responsible, planned_on, removed_at) on quality_evaluation to kd_app;
grant update (bytes, removed_at, removed_by_name) on quality_evaluation_file to kd_app;
