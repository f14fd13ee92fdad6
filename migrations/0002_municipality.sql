-- The municipality, its areas, schools and people. Keys are surrogates: numbers and names change (118 municipality numbers did in 2024), so they are
-- attributes, and what they were before is kept with its dates.
create table municipality (
  id             bigint generated always as identity primary key,
  number         text not null unique check (number ~ '^[0-9]{4}$'),
  name           text not null check (name <> ''),
  language       text not null check (language in ('nb', 'nn')),
  created_at     timestamptz not null
);

create table municipality_former_identity (
  municipality_id bigint not null references municipality (id),
  number          text not null,
  name            text not null,
  valid_until     date not null,
  primary key (municipality_id, valid_until, number)
);

-- A model pack as this municipality holds it. `source` is the TOML text that was checked; a changed pack is a new row.
create table model_pack (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  key             text not null,
  version         integer not null check (version > 0),
  source          text not null,
  sha256          bytea not null check (length(sha256) = 32),
  added_at        timestamptz not null,
  primary key (municipality_id, id),
  constraint model_pack_version_once unique (municipality_id, key, version)
);

create table area (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  name            text not null check (name <> ''),
  primary key (municipality_id, id),
  constraint area_name_once unique (municipality_id, name)
);

create table school (
  municipality_id      bigint not null references municipality (id),
  id                   bigint generated always as identity,
  organisation_number  text not null check (organisation_number ~ '^([0-9]{9}|[A-Z][0-9]{8})$'),   -- the register has units without a real one
  name                 text not null check (name <> ''),
  ownership            text not null check (ownership in ('public', 'private')),
  area_id              bigint,
  grade_from           smallint not null check (grade_from between 1 and 10),
  grade_to             smallint not null check (grade_to between 1 and 10),
  has_sfo              boolean not null,
  closed_on            date,
  primary key (municipality_id, id),
  constraint school_organisation_number_once unique (municipality_id, organisation_number),
  constraint school_grades check (grade_from <= grade_to),
  foreign key (municipality_id, area_id) references area (municipality_id, id)
);

-- What a school was called and numbered before. A row with `joined_at` is somebody's word that two numbers are one school; it can be taken back.
create table school_former_identity (
  municipality_id     bigint not null,
  id                  bigint generated always as identity,
  school_id           bigint not null,
  organisation_number text not null,
  name                text not null,
  valid_until         date not null,
  joined_at           timestamptz,
  joined_by_name      text,
  joined_number       text,                                -- the number that somebody joined to the school: its former one, or the one it has now
  undone_at           timestamptz,
  undone_by_name      text,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  constraint school_former_identity_joined check ((joined_at is null) = (joined_by_name is null) and (joined_at is null) = (joined_number is null)),
  constraint school_former_identity_undone check (undone_at is null or (joined_at is not null and undone_by_name is not null))
);
create unique index school_former_identity_once on school_former_identity (municipality_id, school_id, valid_until, organisation_number)
  where undone_at is null;

-- Who signs in. One account may be a person in several municipalities, so it carries none; the application reaches it through functions only.
create table account (
  id            bigint generated always as identity primary key,
  login         text not null check (login = lower(login) and login <> ''),
  password_hash text,
  disabled_at   timestamptz,
  created_at    timestamptz not null default now(),
  constraint account_login_once unique (login)
);

create table person (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  account_id      bigint not null references account (id),
  name            text not null check (name <> ''),
  title           text not null default '',
  language        text check (language in ('nb', 'nn')),
  welcomed_at     timestamptz,
  primary key (municipality_id, id),
  constraint person_account_once unique (municipality_id, account_id)
);
create index person_by_account on person (account_id);

-- A person holds a role for the municipality, an area or a school, from a date to a date, for a stated reason.
-- `reads_drafts` and `writes_drafts` are the capabilities of the function at the moment it was given; access never asks for the function's name.
create table role_assignment (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  person_id       bigint not null,
  role            text not null check (role in ('skoleeier', 'omradeleder', 'rektor', 'utviklingsgruppe', 'administrator')),
  area_id         bigint,
  school_id       bigint,
  function        text,
  reads_drafts    boolean not null default false,
  writes_drafts   boolean not null default false,
  acting          boolean not null default false,
  valid_from      date not null,
  valid_to        date,
  reason          text not null default '',
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id),
  foreign key (municipality_id, area_id) references area (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  constraint role_scope check (case role
    when 'omradeleder' then area_id is not null and school_id is null
    when 'rektor' then school_id is not null and area_id is null
    when 'utviklingsgruppe' then area_id is null
    else area_id is null and school_id is null end),
  constraint role_dates check (valid_to is null or valid_to >= valid_from),
  constraint role_acting check (not acting or role = 'rektor')
);
create index role_assignment_by_person on role_assignment (municipality_id, person_id);
create index role_assignment_by_school on role_assignment (municipality_id, school_id);

-- A deputy may deliver in the rektor's place, named by the rektor, until revoked.
create table deputy (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  person_id       bigint not null,
  named_by        bigint not null,
  named_at        timestamptz not null,
  revoked_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
create unique index deputy_once on deputy (municipality_id, school_id, person_id) where revoked_at is null;

-- What happened, to what, by whom, when; read as plain sentences by both sides (audience 'both') or by the school alone ('school').
create table event (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  at              timestamptz not null,
  person_id       bigint,
  person_name     text not null,
  kind            text not null,
  audience        text not null check (audience in ('both', 'school')),
  school_id       bigint,
  object_id       bigint,
  detail          jsonb not null default '{}',
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id)
);
create index event_by_object on event (municipality_id, object_id, id desc);
create index event_by_school on event (municipality_id, school_id, id desc);

-- Something a person should know of, shown on the start page until marked as read. Never holds content, only what happened and where.
create table notification (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  person_id       bigint not null,
  kind            text not null,
  detail          jsonb not null default '{}',
  href            text not null,
  created_at      timestamptz not null,
  read_at         timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
create index notification_unread on notification (municipality_id, person_id) where read_at is null;

do $$
declare t text;
begin
  foreach t in array array['municipality_former_identity', 'model_pack', 'area', 'school', 'school_former_identity', 'person', 'role_assignment', 'deputy']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy municipality on %I using (municipality_id = (select app_municipality())) with check (municipality_id = (select app_municipality()))', t);
  end loop;
end $$;

alter table municipality enable row level security;
alter table municipality force row level security;
create policy municipality on municipality using (id = (select app_municipality())) with check (id = (select app_municipality()));

alter table event enable row level security;
alter table event force row level security;
create policy municipality on event
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[])
    or (audience = 'both' and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id is null))))
  with check (municipality_id = (select app_municipality()));

alter table notification enable row level security;
alter table notification force row level security;
create policy own on notification
  using (municipality_id = (select app_municipality()) and person_id = (select app_person()))
  with check (municipality_id = (select app_municipality()));

create trigger only_added before update or delete on event for each row execute function refuse_change();

grant select, insert, update on municipality, area, school, person, role_assignment, deputy to kd_app;
grant select, insert on municipality_former_identity, school_former_identity, model_pack, event to kd_app;
grant update (undone_at, undone_by_name) on school_former_identity to kd_app;
grant select, update (read_at) on notification to kd_app;
-- A new municipality's id is drawn before its row, because the transaction must be told it before the row is visible.
grant usage on sequence municipality_id_seq to kd_app;
