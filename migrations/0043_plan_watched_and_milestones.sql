-- What a goal is watched by, and the milestones of an action (docs/plans.md).

-- A figure that a goal is watched by is stored as one that an action comes from: with the value it had when it was chosen.
alter table plan_why alter column action_id drop not null;
alter table plan_why add column goal_id bigint;
alter table plan_why add constraint plan_why_of check (num_nonnulls(action_id, goal_id) = 1);
alter table plan_why add constraint plan_why_goal check (goal_id is null or kind = 'figure');
alter table plan_why add foreign key (municipality_id, goal_id) references plan_goal (municipality_id, id);
create index plan_why_by_goal on plan_why (municipality_id, goal_id) where removed_at is null;

create table plan_milestone (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  action_id       bigint not null,
  plan_id         bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  part            text not null,
  words           text not null check (words <> '' and char_length(words) <= 200),
  day             date not null,
  added_at        timestamptz not null,
  added_by_name   text not null,
  removed_at      timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint plan_milestone_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, action_id) references plan_action (municipality_id, id)
);
create index plan_milestone_by_plan on plan_milestone (municipality_id, plan_id) where removed_at is null;

-- That a milestone is reached is said by the school, also when the plan is delivered; then those who follow the school up read it.
create table plan_milestone_reached (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  milestone_id    bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  part            text not null,
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  for_owner       boolean not null,
  primary key (municipality_id, id),
  constraint plan_milestone_reached_once unique (municipality_id, milestone_id),
  foreign key (municipality_id, milestone_id) references plan_milestone (municipality_id, id),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['plan_milestone', 'plan_milestone_reached']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy school on %1$I
      using (municipality_id = (select app_municipality()) and (
        school_id = any ((select app_schools())::bigint[])
        or (school_id = any ((select app_reader_schools())::bigint[]) and exists (
              select from development_plan p where p.municipality_id = %1$I.municipality_id and p.document_id = %1$I.document_id and p.shared_at is not null))
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %1$I.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))
      with check (municipality_id = (select app_municipality()) and (
        school_id = any ((select app_schools())::bigint[])
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %1$I.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))$p$, t);
  end loop;
end $$;
create policy followed on plan_milestone_reached for select
  using (municipality_id = (select app_municipality()) and for_owner
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])));
create trigger only_added before update or delete on plan_milestone_reached for each row execute function refuse_change();
grant select, insert on plan_milestone, plan_milestone_reached to kd_app;
grant update (removed_at) on plan_milestone to kd_app;
