-- A meeting that new figures give reason for: proposed once for each import and kind, to those who follow the schools up. Which schools it is for is read from
-- the import, and which of them have arranged it from `meeting`; a list of its own could say something else than they do.
create table meeting_proposal (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  import_id       bigint not null,
  model_pack_id   bigint not null,
  kind            text not null,                       -- key in that pack
  deadline        date not null,                       -- held by then
  made_at         timestamptz not null,
  withdrawn_at    timestamptz,                         -- the import was withdrawn, and those who had not acted on it were told
  primary key (municipality_id, id),
  foreign key (municipality_id, import_id) references indicator_import (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  constraint meeting_proposal_once unique (municipality_id, import_id, kind)
);

alter table meeting_proposal enable row level security;
alter table meeting_proposal force row level security;
create policy reads on meeting_proposal for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or cardinality((select app_overseen())::bigint[]) > 0));
-- Made and withdrawn by the work after an import, which is the municipality's.
create policy makes on meeting_proposal for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy withdraws on meeting_proposal for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
grant select, insert on meeting_proposal to kd_app;
grant update (withdrawn_at) on meeting_proposal to kd_app;
