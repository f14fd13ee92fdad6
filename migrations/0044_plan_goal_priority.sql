-- Which of the municipality's priorities a goal of a school works towards (docs/plans.md). Its words are kept as they were when it was chosen.
create table plan_goal_priority (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  goal_id         bigint not null,
  plan_id         bigint not null,
  school_id       bigint not null,
  document_id     bigint not null,
  part            text not null,
  priority_id     bigint not null,
  words           text not null check (words <> ''),
  chosen_at       timestamptz not null,
  chosen_by_name  text not null,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  constraint plan_goal_priority_once unique (municipality_id, goal_id, priority_id),
  foreign key (municipality_id, goal_id) references plan_goal (municipality_id, id),
  foreign key (municipality_id, priority_id) references quality_priority (municipality_id, id)
);
create index plan_goal_priority_by_plan on plan_goal_priority (municipality_id, plan_id) where removed_at is null;

alter table plan_goal_priority enable row level security;
alter table plan_goal_priority force row level security;
create policy school on plan_goal_priority
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[])
    or (school_id = any ((select app_reader_schools())::bigint[]) and exists (
          select from development_plan p where p.municipality_id = plan_goal_priority.municipality_id and p.document_id = plan_goal_priority.document_id
            and p.shared_at is not null))
    or exists (select from part_assignment a where a.municipality_id = plan_goal_priority.municipality_id and a.document_id = plan_goal_priority.document_id
                  and a.part = plan_goal_priority.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))
  with check (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[])
    or exists (select from part_assignment a where a.municipality_id = plan_goal_priority.municipality_id and a.document_id = plan_goal_priority.document_id
                  and a.part = plan_goal_priority.part and a.person_id = (select app_person()) and a.withdrawn_at is null)));
grant select, insert on plan_goal_priority to kd_app;
grant update (words, chosen_at, chosen_by_name, removed_at) on plan_goal_priority to kd_app;
