-- Which indicators the municipality looks at, in its own order and with its own goals. A version is never changed: a delivered self-assessment names the
-- one that it was read with. Before there is a version, the model pack's set stands.
create table indicator_set (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  key             text not null,                       -- the pack's, or one of the municipality's own
  version         integer not null check (version > 0),
  content         jsonb not null,                      -- name, purpose, groups with members, goals: `indicator::set::Content`
  retired         boolean not null default false,      -- from this version on the set is not looked at
  model_pack_id   bigint,                              -- the pack it was started from, or last set beside; null: it is in no pack
  note            text not null default '',            -- why it was changed, when somebody said
  made_at         timestamptz not null,
  made_by         bigint,                              -- null: an operator's command
  made_by_name    text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  constraint indicator_set_version_once unique (municipality_id, key, version)
);

-- What skoleeier works on before it stands: a row for each save, so that two who work at once see each other's changes and nothing is overwritten. The
-- newest row of a key says what there is; without content there is nothing that waits.
create table indicator_set_draft (
  municipality_id bigint not null references municipality (id),
  key             text not null,
  revision        integer not null check (revision > 0),
  state           text not null check (state in ('open', 'taken', 'given_up')),
  content         jsonb check ((content is null) = (state <> 'open')),
  model_pack_id   bigint,
  saved_at        timestamptz not null,
  saved_by        bigint,
  saved_by_name   text not null,
  primary key (municipality_id, key, revision),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id)
);

alter table indicator_set enable row level security;
alter table indicator_set force row level security;
create policy everybody_reads on indicator_set for select using (municipality_id = (select app_municipality()));
create policy owner_adds on indicator_set for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create trigger only_added before update or delete on indicator_set for each row execute function refuse_change();

alter table indicator_set_draft enable row level security;
alter table indicator_set_draft force row level security;
create policy owner on indicator_set_draft using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
create trigger only_added before update or delete on indicator_set_draft for each row execute function refuse_change();

grant select, insert on indicator_set, indicator_set_draft to kd_app;
