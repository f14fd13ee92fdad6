-- The school's development plan (docs/plans.md). The school writes it (text in the tables of 0004); what the owner reads is frozen by delivery, and how
-- actions that were delivered go on.

create table department (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  name            text not null check (name <> '' and char_length(name) <= 80),
  made_at         timestamptz not null,
  closed_at       timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id)
);
create unique index department_once on department (municipality_id, school_id, lower(name)) where closed_at is null;

create table development_plan (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  document_id     bigint not null,
  model_pack_id   bigint not null,
  first_year      integer not null check (first_year between 2000 and 2100),   -- a school year is named by the year it starts
  last_year       integer not null check (last_year between 2000 and 2106),
  due             date not null,
  state           text not null default 'draft' check (state in ('draft', 'delivered', 'reopened')),
  shared_at       timestamptz,                         -- the whole of the school reads it
  rolled_from     bigint,
  made_at         timestamptz not null,
  made_by_name    text not null,
  primary key (municipality_id, id),
  constraint development_plan_once unique (municipality_id, school_id, first_year),
  constraint development_plan_years check (last_year >= first_year),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, rolled_from) references development_plan (municipality_id, id)
);
create index development_plan_by_document on development_plan (municipality_id, document_id);

-- A goal stands in a section, and is the school's own or a department's. Its words are fields of the text; `part` is the part they belong to.
create table plan_goal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  section         text not null,
  part            text not null,
  department_id   bigint,
  position        integer not null check (position > 0),
  rolled_up_at    timestamptz,                         -- a department's goal that stands in the school's plan
  carried_from    bigint,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  constraint plan_goal_part check ((department_id is null) = (part = section)),
  constraint plan_goal_rolled_up check (rolled_up_at is null or department_id is not null),
  foreign key (municipality_id, plan_id) references development_plan (municipality_id, id),
  foreign key (municipality_id, department_id) references department (municipality_id, id),
  foreign key (municipality_id, carried_from) references plan_goal (municipality_id, id)
);
create index plan_goal_by_plan on plan_goal (municipality_id, plan_id) where removed_at is null;

create table plan_action (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  goal_id         bigint not null,
  plan_id         bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  part            text not null,
  position        integer not null check (position > 0),
  starts_on       date,
  check_on        date,
  measure         text,                                -- key of the municipality's action in the pack
  carried_from    bigint,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  constraint plan_action_days check (check_on is null or starts_on is null or check_on >= starts_on),
  foreign key (municipality_id, goal_id) references plan_goal (municipality_id, id),
  foreign key (municipality_id, plan_id) references development_plan (municipality_id, id),
  foreign key (municipality_id, carried_from) references plan_action (municipality_id, id)
);
create index plan_action_by_plan on plan_action (municipality_id, plan_id) where removed_at is null;
create index plan_action_by_check on plan_action (municipality_id, school_id, check_on) where removed_at is null;

-- Why there is a goal or an action: what it came from. A figure is copied as it was, and is what the action is held against later; `words` say what it is,
-- for people, as it was when it was chosen.
create table plan_why (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  action_id       bigint not null,
  plan_id         bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  part            text not null,
  kind            text not null check (kind in ('figure', 'answer', 'story', 'agreement', 'chain')),
  target_id       bigint,                              -- delivery, story, agreement, inquiry
  target_key      text not null default '',            -- indicator, or field of the answer
  grade           smallint check (grade between 1 and 10),
  figure          jsonb,
  words           text not null check (words <> '' and char_length(words) <= 400),
  expected        text not null default '' check (char_length(expected) <= 400),
  added_at        timestamptz not null,
  added_by_name   text not null,
  removed_at      timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint plan_why_save_once unique (municipality_id, save_id),
  constraint plan_why_figure check ((kind = 'figure') = (figure is not null)),
  constraint plan_why_target check ((kind = 'figure') = (target_id is null)),
  foreign key (municipality_id, action_id) references plan_action (municipality_id, id)
);
create index plan_why_by_action on plan_why (municipality_id, action_id) where removed_at is null;
create index plan_why_by_target on plan_why (municipality_id, kind, target_id) where removed_at is null;

-- How an action goes. What is said of it after its plan was delivered is read by those who follow the school up.
create table plan_action_entry (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  action_id       bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  part            text not null,
  state           text not null check (state in ('planned', 'going_on', 'done', 'stopped')),
  words           text not null default '' check (char_length(words) <= 2000),
  effect          text check (effect in ('reached', 'on_the_way', 'not_reached')),       -- people's judgement, at a check
  figures         jsonb,                               -- the figures as they stood at the check
  next_check      date,
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  for_owner       boolean not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint plan_action_entry_save_once unique (municipality_id, save_id),
  -- What is stopped has taught somebody something.
  constraint plan_action_entry_learnt check (state <> 'stopped' or words <> ''),
  foreign key (municipality_id, action_id) references plan_action (municipality_id, id),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);
create index plan_action_entry_by_action on plan_action_entry (municipality_id, action_id, id);

-- Who was heard, about a goal or about the plan.
create table plan_involvement (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  plan_id         bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  who             text not null,                       -- key of the group in the pack
  goal_id         bigint,
  held_on         date,
  made_at         timestamptz not null,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, plan_id) references development_plan (municipality_id, id),
  foreign key (municipality_id, goal_id) references plan_goal (municipality_id, id)
);
create index plan_involvement_by_plan on plan_involvement (municipality_id, plan_id) where removed_at is null;

-- The plan as it was delivered: `content` is development_plan::frozen::Content, the hash is over its canonical form.
create table plan_delivery (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  plan_id            bigint not null,
  school_id          bigint not null,
  version            integer not null check (version > 0),
  content            jsonb not null,
  sha256             bytea not null check (length(sha256) = 32),
  changed            text not null default '' check (char_length(changed) <= 2000),      -- what is new since the version before, and why
  meeting_id         bigint,                           -- the talk that changed it
  delivered_at       timestamptz not null,
  delivered_by       bigint not null,
  delivered_by_name  text not null,
  delivered_by_title text not null,
  primary key (municipality_id, id),
  constraint plan_delivery_version_once unique (municipality_id, plan_id, version),
  foreign key (municipality_id, plan_id) references development_plan (municipality_id, id),
  foreign key (municipality_id, delivered_by) references person (municipality_id, id)
);
create index plan_delivery_by_school on plan_delivery (municipality_id, school_id);

create table plan_reopening (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  plan_id          bigint not null,
  school_id        bigint not null,
  version          integer not null,
  reason           text not null check (reason <> '' and char_length(reason) <= 500),
  reopened_at      timestamptz not null,
  reopened_by      bigint not null,
  reopened_by_name text not null,
  primary key (municipality_id, id),
  constraint plan_reopening_once unique (municipality_id, plan_id, version),
  foreign key (municipality_id, plan_id) references development_plan (municipality_id, id),
  foreign key (municipality_id, reopened_by) references person (municipality_id, id)
);

-- That there is a plan, its state and its day may be known by those who follow the school up; readers know of it when it is shared.
alter table department enable row level security;
alter table department force row level security;
create policy school on department
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])))
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]));

alter table development_plan enable row level security;
alter table development_plan force row level security;
create policy state on development_plan
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])
    or school_id = any ((select app_reader_schools())::bigint[])))
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]));

-- What the plan is made of: those who read the school's drafts; whoever was given the part; when it is shared, everybody at the school.
do $$
declare t text; part text;
begin
  foreach t in array array['plan_goal', 'plan_action', 'plan_why', 'plan_involvement', 'plan_action_entry']
  loop
    part := case t when 'plan_involvement' then quote_literal('medverknad') else format('%I.part', t) end;
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy school on %1$I
      using (municipality_id = (select app_municipality()) and (
        school_id = any ((select app_schools())::bigint[])
        or (school_id = any ((select app_reader_schools())::bigint[]) and exists (
              select from development_plan p where p.municipality_id = %1$I.municipality_id and p.document_id = %1$I.document_id and p.shared_at is not null))
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %2$s and a.person_id = (select app_person()) and a.withdrawn_at is null)))
      with check (municipality_id = (select app_municipality()) and (
        school_id = any ((select app_schools())::bigint[])
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %2$s and a.person_id = (select app_person()) and a.withdrawn_at is null)))$p$, t, part);
  end loop;
end $$;
create policy followed on plan_action_entry for select
  using (municipality_id = (select app_municipality()) and for_owner
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])));

create policy plan_shared on text_field for select
  using (municipality_id = (select app_municipality()) and school_id = any ((select app_reader_schools())::bigint[])
    and exists (select from development_plan p where p.municipality_id = text_field.municipality_id and p.document_id = text_field.document_id
                  and p.shared_at is not null));

do $$
declare t text;
begin
  foreach t in array array['plan_delivery', 'plan_reopening']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy delivered on %1$I
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])
        or (school_id = any ((select app_reader_schools())::bigint[]) and exists (
              select from development_plan p where p.municipality_id = %1$I.municipality_id and p.id = %1$I.plan_id and p.shared_at is not null))))
      with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]))$p$, t);
  end loop;
  foreach t in array array['plan_action_entry', 'plan_delivery', 'plan_reopening']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
end $$;
grant select, insert on department, development_plan, plan_goal, plan_action, plan_why, plan_involvement to kd_app;
grant update (name, closed_at) on department to kd_app;
grant update (state, shared_at) on development_plan to kd_app;
grant update (position, rolled_up_at, removed_at) on plan_goal to kd_app;
grant update (position, starts_on, check_on, measure, removed_at) on plan_action to kd_app;
grant update (removed_at) on plan_why to kd_app;
grant update (held_on, removed_at) on plan_involvement to kd_app;
