-- What the council decided comes back as tasks: whoever is responsible may be somebody who holds a role, and what the council asked is answered one by one.
alter table report_proposal add column responsible_person bigint,
  add foreign key (municipality_id, responsible_person) references person (municipality_id, id);
grant update (responsible_person) on report_proposal to kd_app;

create table report_question (
  municipality_id  bigint not null,
  id               bigint generated always as identity,
  report_id        bigint not null,
  position         smallint not null check (position between 1 and 200),
  body             text not null check (body <> '' and char_length(body) <= 8000),
  answer           text not null default '' check (char_length(answer) <= 4000),
  answered_at      timestamptz,
  answered_by_name text,
  primary key (municipality_id, id),
  constraint report_question_once unique (municipality_id, report_id, position),
  constraint report_question_answered check ((answer <> '') = (answered_at is not null) and (answered_at is null) = (answered_by_name is null)),
  foreign key (municipality_id, report_id) references report (municipality_id, id)
);
-- Those that were written down until now, a line each. The walls of `report` are for the application; here the owner of the tables copies.
alter table report no force row level security;
insert into report_question (municipality_id, report_id, position, body)
select r.municipality_id, r.id, l.place, l.line from report r,
  lateral (select trim(line) as line, row_number() over (order by place) as place from regexp_split_to_table(r.questions, '\n') with ordinality as t (line, place)
    where trim(line) <> '') l
where r.decided_on is not null and l.place <= 200;
alter table report force row level security;
alter table report_question enable row level security;
alter table report_question force row level security;
-- As what was decided: known to everybody of the municipality.
create policy reads on report_question for select using (municipality_id = (select app_municipality()) and (select app_is_somebody()));
create policy makes on report_question for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy answers on report_question for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
grant select, insert on report_question to kd_app;
grant update (answer, answered_at, answered_by_name) on report_question to kd_app;

-- Whoever is responsible says what has become of it.
drop policy says on report_progress;
create policy says on report_progress for insert
  with check (municipality_id = (select app_municipality()) and ((select app_owner()) or exists (select from report_proposal p
    where p.municipality_id = report_progress.municipality_id and p.id = report_progress.proposal_id and p.responsible_person = (select app_person())
      and p.outcome in ('adopted', 'changed'))));
