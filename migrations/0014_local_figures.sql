-- The fewest people that figures of a source of the municipality's own may be of, where it asks for more than the catalogue does. The newest row of a source
-- stands; what was asked for before stays with who and when.
create table smallest_group (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  source          text not null,                       -- key in the catalogue
  smallest        smallint not null check (smallest between 1 and 1000),
  set_at          timestamptz not null,
  set_by          bigint,
  set_by_name     text not null,
  primary key (municipality_id, id)
);
create index smallest_group_of_source on smallest_group (municipality_id, source, id desc);

alter table smallest_group enable row level security;
alter table smallest_group force row level security;
create policy everybody_reads on smallest_group for select using (municipality_id = (select app_municipality()));
create policy owner_adds on smallest_group for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create trigger only_added before update or delete on smallest_group for each row execute function refuse_change();
grant select, insert on smallest_group to kd_app;

-- A list of schools from Nasjonalt skoleregister that was sent in: what it says of this municipality, and what was done with it. The register is public, so
-- what was read is kept; the hash tells which file it was.
create table school_list (
  municipality_id  bigint not null references municipality (id),
  id               bigint generated always as identity,
  file_name        text not null,
  sha256           bytea not null check (length(sha256) = 32),
  uploaded_at      timestamptz not null,
  uploaded_by      bigint,
  uploaded_by_name text not null,
  content          jsonb not null,                      -- `municipality::register::Listed`
  state            text not null check (state in ('waiting', 'committed', 'discarded')),
  outcome          jsonb,                               -- `municipality::register::Outcome`, when committed
  decided_at       timestamptz,
  decided_by_name  text,
  primary key (municipality_id, id),
  constraint school_list_decided check ((state = 'waiting') = (decided_at is null)),
  constraint school_list_outcome check ((state = 'committed') = (outcome is not null))
);

alter table school_list enable row level security;
alter table school_list force row level security;
create policy owner_reads on school_list for select using (municipality_id = (select app_municipality()) and (select app_owner()));
create policy owner_adds on school_list for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy owner_decides on school_list for update
  using (municipality_id = (select app_municipality()) and (select app_owner())) with check (municipality_id = (select app_municipality()));
grant select, insert, update (state, outcome, decided_at, decided_by_name) on school_list to kd_app;
