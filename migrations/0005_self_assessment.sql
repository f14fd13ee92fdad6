-- The yearly self-assessment. A round opens it for every public school (or for the municipality itself); its text lives in the writing tables;
-- delivery freezes a version that the municipality can read.
create table round (
  municipality_id  bigint not null references municipality (id),
  id               bigint generated always as identity,
  template         text not null,                     -- key in the pack
  respondent       text not null check (respondent in ('school', 'owner')),
  model_pack_id    bigint not null,
  looks_back_year  integer not null check (looks_back_year between 2000 and 2100),   -- a school year is named by the year it starts
  plans_year       integer not null check (plans_year between 2000 and 2101),
  deadline         date not null,
  opened_at        timestamptz not null,
  opened_by        bigint,                             -- null: an operator's command
  rolled_from      bigint,
  primary key (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, rolled_from) references round (municipality_id, id),
  constraint round_once unique (municipality_id, template, looks_back_year),
  constraint round_rolled_once unique (municipality_id, rolled_from),
  constraint round_years check (plans_year > looks_back_year)
);

create table self_assessment (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  round_id        bigint not null,
  school_id       bigint,                              -- null: the municipality's own
  document_id     bigint not null,
  state           text not null default 'not_started' check (state in ('not_started', 'in_progress', 'delivered', 'reopened')),
  primary key (municipality_id, id),
  foreign key (municipality_id, round_id) references round (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id)
);
create unique index self_assessment_once on self_assessment (municipality_id, round_id, coalesce(school_id, 0));
create index self_assessment_by_school on self_assessment (municipality_id, school_id);
create index self_assessment_by_document on self_assessment (municipality_id, document_id);

create table delivery (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  self_assessment_id bigint not null,
  school_id          bigint,
  version            integer not null check (version > 0),
  delivered_at       timestamptz not null,
  delivered_by       bigint not null,
  delivered_by_name  text not null,
  delivered_by_title text not null,
  sha256             bytea not null check (length(sha256) = 32),
  -- What the hash names and what the reading page applies, as it was that day: numbers change, schools get and lose grades.
  municipality_number text not null,
  organisation_number text,
  grade_from          smallint,
  grade_to            smallint,
  has_sfo             boolean,
  primary key (municipality_id, id),
  foreign key (municipality_id, self_assessment_id) references self_assessment (municipality_id, id),
  constraint delivery_version_once unique (municipality_id, self_assessment_id, version)
);

-- The frozen text, part by part, so that the rektor can show readers one part and not the rest. `content` is {field: value}.
create table delivered_part (
  municipality_id bigint not null,
  delivery_id     bigint not null,
  document_id     bigint not null,
  school_id       bigint,
  part            text not null,
  content         jsonb not null,
  primary key (municipality_id, delivery_id, part),
  foreign key (municipality_id, delivery_id) references delivery (municipality_id, id)
);

create table reopening_request (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  self_assessment_id bigint not null,
  school_id          bigint,
  delivery_id        bigint not null,
  requested_at       timestamptz not null,
  requested_by       bigint not null,
  reason             text not null check (reason <> ''),
  primary key (municipality_id, id),
  foreign key (municipality_id, self_assessment_id) references self_assessment (municipality_id, id),
  constraint reopening_request_once unique (municipality_id, delivery_id)
);

create table reopening (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  self_assessment_id bigint not null,
  school_id          bigint,
  delivery_id        bigint not null,
  reopened_at        timestamptz not null,
  reopened_by        bigint not null,
  reason             text not null check (reason <> ''),
  primary key (municipality_id, id),
  foreign key (municipality_id, self_assessment_id) references self_assessment (municipality_id, id),
  constraint reopening_once unique (municipality_id, delivery_id)
);

-- A remark on one delivered answer, by name and title as they were; the school answers or closes it.
create table comment (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  self_assessment_id bigint not null,
  delivery_id        bigint not null,
  school_id          bigint not null,
  part               text not null,
  question           text not null,
  author_id          bigint not null,
  author_name        text not null,
  author_title       text not null,
  written_at         timestamptz not null,
  body               text not null check (body <> ''),
  save_id            uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, delivery_id) references delivery (municipality_id, id),
  constraint comment_once unique (municipality_id, save_id)
);
create index comment_by_assessment on comment (municipality_id, self_assessment_id);

create table comment_reply (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  comment_id      bigint not null,
  school_id       bigint not null,
  author_id       bigint not null,
  author_name     text not null,
  author_title    text not null,
  written_at      timestamptz not null,
  body            text not null check (body <> ''),
  save_id         uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, comment_id) references comment (municipality_id, id),
  constraint comment_reply_once unique (municipality_id, save_id)
);

create table comment_closing (
  municipality_id bigint not null,
  comment_id      bigint not null,
  school_id       bigint not null,
  closed_at       timestamptz not null,
  closed_by       bigint not null,
  closed_by_name  text not null,
  primary key (municipality_id, comment_id),
  foreign key (municipality_id, comment_id) references comment (municipality_id, id)
);

-- Evidence by link, at most three for a sign: the slot is part of the key.
create table evidence (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  document_id     bigint not null,
  school_id       bigint,
  part            text not null,
  question        text not null,
  sign            text not null,
  slot            smallint not null check (slot between 1 and 3),
  title           text not null check (title <> ''),
  address         text not null check (address ~ '^https?://'),
  added_at        timestamptz not null,
  added_by        bigint not null,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id)
);
create unique index evidence_slot on evidence (municipality_id, document_id, question, sign, slot) where removed_at is null;

alter table round enable row level security;
alter table round force row level security;
create policy municipality on round
  using (municipality_id = (select app_municipality()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));

-- The row says only which state it is in; that much the school's followers may know.
alter table self_assessment enable row level security;
alter table self_assessment force row level security;
create policy state on self_assessment
  using (municipality_id = (select app_municipality()) and (
    school_id is null or (select app_owner()) or school_id = any ((select app_schools())::bigint[])
    or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])
    or exists (select from draft_share s where s.municipality_id = self_assessment.municipality_id and s.document_id = self_assessment.document_id
                  and s.person_id = (select app_person()) and s.revoked_at is null)
    or exists (select from part_assignment a where a.municipality_id = self_assessment.municipality_id and a.document_id = self_assessment.document_id
                  and a.person_id = (select app_person()) and a.withdrawn_at is null)))
  with check (municipality_id = (select app_municipality()));

-- Delivered text: the school, those who follow it up, and, for the municipality's own, everybody in the municipality.
do $$
declare t text;
begin
  foreach t in array array['delivery', 'reopening_request', 'reopening']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy delivered on %1$I
      using (municipality_id = (select app_municipality()) and (
        school_id is null or (select app_owner()) or school_id = any ((select app_schools())::bigint[])
        or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])))
      with check (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_schools())::bigint[])))$p$, t);
  end loop;
  foreach t in array array['comment', 'comment_reply', 'comment_closing']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy delivered on %1$I
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])))
      with check (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])))$p$, t);
  end loop;
end $$;

-- Somebody to whom a part was shown by name may know that there is a version; the part itself has its own policy.
create policy shown on delivery for select
  using (municipality_id = (select app_municipality()) and exists (
    select from self_assessment a join draft_share s on s.municipality_id = a.municipality_id and s.document_id = a.document_id
     where a.municipality_id = delivery.municipality_id and a.id = delivery.self_assessment_id
       and s.person_id = (select app_person()) and s.revoked_at is null));

alter table delivered_part enable row level security;
alter table delivered_part force row level security;
create policy delivered on delivered_part
  using (municipality_id = (select app_municipality()) and (
    school_id is null or (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])
    or exists (select from draft_share s where s.municipality_id = delivered_part.municipality_id and s.document_id = delivered_part.document_id
                  and s.part = delivered_part.part and s.revoked_at is null
                  and (s.person_id = (select app_person()) or (s.person_id is null and s.school_id = any ((select app_reader_schools())::bigint[]))))))
  with check (municipality_id = (select app_municipality()) and ((school_id is null and (select app_owner())) or school_id = any ((select app_schools())::bigint[])));

alter table evidence enable row level security;
alter table evidence force row level security;
create policy draft on evidence
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))
    or exists (select from part_assignment a where a.municipality_id = evidence.municipality_id and a.document_id = evidence.document_id
                  and a.part = evidence.part and a.person_id = (select app_person()) and a.withdrawn_at is null)
    or exists (select from draft_share s where s.municipality_id = evidence.municipality_id and s.document_id = evidence.document_id
                  and s.part = evidence.part and s.revoked_at is null
                  and (s.person_id = (select app_person()) or (s.person_id is null and s.school_id = any ((select app_reader_schools())::bigint[]))))))
  with check (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))
    or exists (select from part_assignment a where a.municipality_id = evidence.municipality_id and a.document_id = evidence.document_id
                  and a.part = evidence.part and a.person_id = (select app_person()) and a.withdrawn_at is null)));

do $$
declare t text;
begin
  foreach t in array array['delivery', 'delivered_part', 'reopening_request', 'reopening', 'comment', 'comment_reply', 'comment_closing']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
end $$;
grant select, insert on round, self_assessment, evidence to kd_app;
grant update (state) on self_assessment to kd_app;
grant update (removed_at) on evidence to kd_app;
