-- How a municipality's documents look: colour of headings, and its mark. Everybody in the municipality may see it; it stands on what is sent out.
create table municipality_look (
  municipality_id bigint not null primary key references municipality (id),
  colour          text check (colour ~ '^#[0-9a-f]{6}$'),
  logo            jsonb,                               -- document::content::Logo; known to be a picture
  changed_at      timestamptz not null,
  changed_by_name text not null
);
alter table municipality_look enable row level security;
alter table municipality_look force row level security;
create policy reads on municipality_look for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or (select app_person()) is not null));
create policy makes on municipality_look for insert with check (municipality_id = (select app_municipality()) and (select app_owner()));
create policy changes on municipality_look for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
grant select, insert, update on municipality_look to kd_app;
