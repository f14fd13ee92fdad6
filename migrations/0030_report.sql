-- The yearly report to the council (docs/reports.md). The owner writes it; a chapter can be given to an area's leader
-- (`part_assignment`), who then reads and writes that chapter alone. A school meets it as questions whether it may be quoted, and as the version that
-- says everything about that school. What was sent is kept as it was.

-- Who holds a chapter reads that they do, as long as they follow schools up. Until now every part that was given belonged to a school.
create policy municipal on part_assignment for select
  using (municipality_id = (select app_municipality()) and school_id is null and person_id = (select app_person())
    and cardinality((select app_overseen())::bigint[]) > 0);

create table report (
  municipality_id  bigint not null references municipality (id),
  id               bigint generated always as identity,
  school_year      integer not null check (school_year between 2000 and 2100),
  model_pack_id    bigint not null,
  document_id      bigint not null,
  council_on       date not null,
  made_at          timestamptz not null,
  made_by          bigint not null,
  made_by_name     text not null,
  -- After the council's meeting.
  decided_on       date,
  case_number      text not null default '' check (char_length(case_number) <= 60),
  questions        text not null default '' check (char_length(questions) <= 8000),
  primary key (municipality_id, id),
  constraint report_once_a_year unique (municipality_id, school_year),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id)
);

create table report_milestone (
  municipality_id bigint not null,
  report_id       bigint not null,
  key             text not null,
  day             date not null,
  primary key (municipality_id, report_id, key),
  foreign key (municipality_id, report_id) references report (municipality_id, id)
);

-- How far a chapter has come. `figures` are those it was written about when it was called ready: whoever reads it later sees which of them have changed.
create table report_chapter (
  municipality_id bigint not null,
  report_id       bigint not null,
  chapter         text not null,
  deadline        date,
  ready_at        timestamptz,
  ready_by_name   text,
  figures         jsonb,
  primary key (municipality_id, report_id, chapter),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  constraint report_chapter_ready check ((ready_at is null) = (ready_by_name is null))
);

-- Text of last year that this year's begins with, until somebody has gone through it.
create table report_carried (
  municipality_id bigint not null,
  report_id       bigint not null,
  chapter         text not null,
  field           text not null,
  gone_through_at timestamptz,
  gone_through_by text,
  primary key (municipality_id, report_id, field),
  foreign key (municipality_id, report_id) references report (municipality_id, id)
);

-- Up to when somebody has read a chapter: what has changed since is one click away.
create table report_reading (
  municipality_id bigint not null,
  report_id       bigint not null,
  chapter         text not null,
  person_id       bigint not null,
  read_at         timestamptz not null,
  primary key (municipality_id, report_id, chapter, person_id),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);

create table report_comment (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  chapter         text not null,
  field           text not null,
  body            text not null check (body <> '' and char_length(body) <= 2000),
  author_id       bigint not null,
  author_name     text not null,
  written_at      timestamptz not null,
  settled_at      timestamptz,
  settled_by_name text,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_comment_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, author_id) references person (municipality_id, id)
);
create index report_comment_by_chapter on report_comment (municipality_id, report_id, chapter);

-- Words of a school, asked for. They are copied, so that the school says yes to these very words; the source is kept beside.
create table report_quote (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  chapter         text not null,
  school_id       bigint not null,
  source          text not null check (source in ('self_assessment', 'minutes', 'story')),
  source_id       bigint not null,                     -- delivery, meeting_minutes, story
  source_words    text not null,                       -- where they stand, for people
  source_href     text not null,
  body            text not null check (char_length(body) <= 4000),                  -- wiped when it is taken out
  asked_at        timestamptz not null,
  asked_by_name   text not null,
  answer_by       date not null,
  withdrawn_at    timestamptz,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_quote_save_once unique (municipality_id, save_id),
  constraint report_quote_wiped check ((body = '') = (withdrawn_at is not null)),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id)
);
create index report_quote_by_report on report_quote (municipality_id, report_id);
create index report_quote_by_school on report_quote (municipality_id, school_id) where withdrawn_at is null;

-- The school's answers; the last one counts.
create table report_quote_answer (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  quote_id        bigint not null,
  school_id       bigint not null,
  agrees          boolean not null,
  answered_at     timestamptz not null,
  answered_by     bigint not null,
  answered_by_name text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, quote_id) references report_quote (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, answered_by) references person (municipality_id, id)
);
create index report_quote_answer_by_quote on report_quote_answer (municipality_id, quote_id, id);

-- What the council is asked to decide, what it decided, and what became of it.
create table report_proposal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  position        smallint not null check (position between 1 and 200),
  body            text not null check (body <> '' and char_length(body) <= 2000),
  within_budget   boolean not null,
  cost            bigint check (cost between 1 and 10000000000),     -- kroner
  responsible     text not null check (responsible <> '' and char_length(responsible) <= 200),
  made_at         timestamptz not null,
  made_by_name    text not null,
  removed_at      timestamptz,
  outcome         text check (outcome in ('adopted', 'changed', 'rejected', 'postponed')),
  decided         text not null default '' check (char_length(decided) <= 2000),      -- the words of the decision, when they are others
  due             date,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_proposal_save_once unique (municipality_id, save_id),
  constraint report_proposal_cost check (within_budget or cost is not null),
  foreign key (municipality_id, report_id) references report (municipality_id, id)
);
create index report_proposal_by_report on report_proposal (municipality_id, report_id) where removed_at is null;

create table report_progress (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  proposal_id     bigint not null,
  state           text not null check (state in ('not_started', 'going_on', 'done', 'stopped')),
  words           text not null default '' check (char_length(words) <= 2000),
  said_at         timestamptz not null,
  said_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_progress_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, proposal_id) references report_proposal (municipality_id, id)
);
create index report_progress_by_proposal on report_progress (municipality_id, proposal_id, id);

-- The report as it was sent, once for each who got it. `content` is `document::content::Document`; the hash is over its canonical form.
create table report_version (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  number          integer not null check (number > 0),
  audience        text not null check (audience in ('school', 'owner', 'public')),
  school_id       bigint,
  content         jsonb not null,
  figures         jsonb not null,
  sha256          bytea not null check (length(sha256) = 32),
  public_title    text not null,
  legal           text not null default '',            -- why it is not for everybody; empty when it is
  sent_at         timestamptz not null,
  sent_by         bigint not null,
  sent_by_name    text not null,
  sent_by_title   text not null,
  primary key (municipality_id, id),
  constraint report_version_of_a_school check ((audience = 'school') = (school_id is not null)),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, sent_by) references person (municipality_id, id)
);
create unique index report_version_once on report_version (municipality_id, report_id, number, audience, coalesce(school_id, 0));

-- What a school says of what is said about it.
create table report_school_answer (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  version_id      bigint not null,
  report_id       bigint not null,
  school_id       bigint not null,
  words           text not null default '' check (char_length(words) <= 4000),
  said_at         timestamptz not null,
  said_by         bigint not null,
  said_by_name    text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_school_answer_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, version_id) references report_version (municipality_id, id),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, said_by) references person (municipality_id, id)
);
create index report_school_answer_by_report on report_school_answer (municipality_id, report_id);

-- Anybody of the municipality: what is for everybody is for them too.
create function app_is_somebody() returns boolean language sql stable as $$ select app_owner() or app_person() is not null $$;
-- Chapters of the municipality's own documents that were given to the actor. By the definer: its policy asks nothing back.
create function app_held_chapter(p_report bigint, p_chapter text) returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select exists (select from report r join part_assignment a on a.municipality_id = r.municipality_id and a.document_id = r.document_id
       where r.municipality_id = app_municipality() and r.id = p_report and (p_chapter is null or a.part = p_chapter)
         and a.person_id = app_person() and a.withdrawn_at is null and cardinality(app_overseen()) > 0) $$;

do $$
declare t text;
begin
  foreach t in array array['report', 'report_milestone', 'report_chapter', 'report_carried', 'report_reading', 'report_comment', 'report_quote',
    'report_quote_answer', 'report_proposal', 'report_progress', 'report_version', 'report_school_answer']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['report_quote_answer', 'report_progress', 'report_version', 'report_school_answer']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
  end loop;
end $$;

-- That there is a report for a year, and when the council has it, is known to everybody of the municipality.
create policy reads on report for select
  using (municipality_id = (select app_municipality()) and (select app_is_somebody()));
create policy makes on report for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy changes on report for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));

create policy reads on report_milestone for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or app_held_chapter(report_id, null)));
create policy owner on report_milestone
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));

do $$
declare t text;
begin
  -- Around a chapter: the owner, and whoever holds it.
  foreach t in array array['report_chapter', 'report_carried', 'report_comment']
  loop
    execute format($p$create policy reads on %1$I for select
      using (municipality_id = (select app_municipality()) and ((select app_owner()) or app_held_chapter(report_id, chapter)))$p$, t);
    execute format($p$create policy adds on %1$I for insert
      with check (municipality_id = (select app_municipality()) and ((select app_owner()) or app_held_chapter(report_id, chapter)))$p$, t);
    execute format($p$create policy changes on %1$I for update
      using (municipality_id = (select app_municipality()) and ((select app_owner()) or app_held_chapter(report_id, chapter)))
      with check (municipality_id = (select app_municipality()) and ((select app_owner()) or app_held_chapter(report_id, chapter)))$p$, t);
  end loop;
end $$;
create policy writes_own on report_comment as restrictive for insert
  with check (municipality_id = (select app_municipality()) and author_id = (select app_person()));
create policy own on report_reading
  using (municipality_id = (select app_municipality()) and person_id = (select app_person()))
  with check (municipality_id = (select app_municipality()) and person_id = (select app_person())
    and ((select app_owner()) or app_held_chapter(report_id, chapter)));

-- A school reads what it is asked, and whoever holds the chapter what is asked for it.
create policy reads on report_quote for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_led())::bigint[])
    or app_held_chapter(report_id, chapter)));
create policy asks on report_quote for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy withdraws on report_quote for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy reads on report_quote_answer for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_led())::bigint[])
    or exists (select from report_quote q where q.municipality_id = report_quote_answer.municipality_id and q.id = report_quote_answer.quote_id)));
create policy answers on report_quote_answer for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_led())::bigint[]) and answered_by = (select app_person())
    and exists (select from report_quote q where q.municipality_id = report_quote_answer.municipality_id and q.id = report_quote_answer.quote_id
      and q.school_id = report_quote_answer.school_id));

-- What was decided is known to everybody of the municipality; what is proposed, to the owner.
create policy reads on report_proposal for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or app_held_chapter(report_id, null)
    or (outcome is not null and (select app_is_somebody()))));
create policy makes on report_proposal for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy changes on report_proposal for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy reads on report_progress for select
  using (municipality_id = (select app_municipality())
    and exists (select from report_proposal p where p.municipality_id = report_progress.municipality_id and p.id = report_progress.proposal_id));
create policy says on report_progress for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));

-- What was sent: the owner all of it, a school's rektor the school's, and what is for everybody, everybody of the municipality.
create policy reads on report_version for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_led())::bigint[])
    or (audience = 'public' and (select app_is_somebody()))));
create policy sends on report_version for insert
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and sent_by = (select app_person()));
create policy reads on report_school_answer for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_led())::bigint[])));
create policy answers on report_school_answer for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_led())::bigint[]) and said_by = (select app_person())
    and exists (select from report_version v where v.municipality_id = report_school_answer.municipality_id and v.id = report_school_answer.version_id
      and v.school_id = report_school_answer.school_id));

grant select, insert on report, report_milestone, report_chapter, report_carried, report_reading, report_comment, report_quote, report_quote_answer,
  report_proposal, report_progress, report_version, report_school_answer to kd_app;
grant update (council_on, decided_on, case_number, questions) on report to kd_app;
grant update (day) on report_milestone to kd_app;
grant update (deadline, ready_at, ready_by_name, figures) on report_chapter to kd_app;
grant update (gone_through_at, gone_through_by) on report_carried to kd_app;
grant update (read_at) on report_reading to kd_app;
grant update (settled_at, settled_by_name) on report_comment to kd_app;
grant update (withdrawn_at, body) on report_quote to kd_app;
grant update (position, body, within_budget, cost, responsible, removed_at, outcome, decided, due) on report_proposal to kd_app;

grant select on report, part_assignment to kd_definer;
grant create on schema public to kd_definer;
alter function app_held_chapter(bigint, text) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function app_held_chapter(bigint, text) from public;
grant execute on function app_held_chapter(bigint, text) to kd_app;
