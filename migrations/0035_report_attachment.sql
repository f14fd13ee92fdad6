-- What is laid beside the report to the council, and what of it went with each version that was sent (docs/decisions/0037).

create table report_attachment (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  position        integer not null,
  title           text not null check (title <> '' and char_length(title) <= 200),
  kind            text not null check (kind in ('pdf', 'docx', 'xlsx', 'png', 'jpeg')),
  for_all         boolean not null,
  legal           text not null default '' check (char_length(legal) <= 300),   -- why it is not for everybody; empty when it is
  bytes           bytea,                               -- wiped when it is taken away and was never sent
  size            bigint not null check (size > 0),
  sha256          bytea not null check (length(sha256) = 32),
  added_at        timestamptz not null,
  added_by        bigint not null,
  added_by_name   text not null,
  removed_at      timestamptz,
  removed_by_name text,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_attachment_save_once unique (municipality_id, save_id),
  constraint report_attachment_says_why check (for_all = (legal = '')),
  constraint report_attachment_removed check ((removed_at is null) = (removed_by_name is null)),
  constraint report_attachment_wiped check (bytes is not null or removed_at is not null),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, added_by) references person (municipality_id, id)
);
create index report_attachment_by_report on report_attachment (municipality_id, report_id);

-- As it was called, and which file it was, when a version was sent with it.
create table report_version_attachment (
  municipality_id bigint not null,
  version_id      bigint not null,
  number          integer not null check (number > 0),
  attachment_id   bigint not null,
  title           text not null,
  for_all         boolean not null,
  legal           text not null,
  sha256          bytea not null check (length(sha256) = 32),
  primary key (municipality_id, version_id, number),
  foreign key (municipality_id, version_id) references report_version (municipality_id, id),
  foreign key (municipality_id, attachment_id) references report_attachment (municipality_id, id)
);
create index report_version_attachment_by_attachment on report_version_attachment (municipality_id, attachment_id);
create trigger only_added before update or delete on report_version_attachment for each row execute function refuse_change();

-- A file is never another one, and one that was sent is never wiped.
create function keep_attached_file() returns trigger language plpgsql as $$
begin
  if new.bytes is distinct from old.bytes and (new.bytes is not null or exists (
    select from report_version_attachment a where a.municipality_id = old.municipality_id and a.attachment_id = old.id)) then
    raise exception 'what was laid beside a report that was sent stays' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_file before update on report_attachment for each row execute function keep_attached_file();

alter table report_attachment enable row level security;
alter table report_attachment force row level security;
alter table report_version_attachment enable row level security;
alter table report_version_attachment force row level security;

-- Whoever reads the version reads what went with it; before that it is the owner's.
create policy reads on report_version_attachment for select
  using (municipality_id = (select app_municipality()) and exists (
    select from report_version v where v.municipality_id = report_version_attachment.municipality_id and v.id = report_version_attachment.version_id));
create policy sends on report_version_attachment for insert
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and exists (
    select from report_version v where v.municipality_id = report_version_attachment.municipality_id and v.id = report_version_attachment.version_id
      and v.sent_by = (select app_person()) and (report_version_attachment.for_all or v.audience = 'owner')));
create policy reads on report_attachment for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or exists (
    select from report_version_attachment a where a.municipality_id = report_attachment.municipality_id and a.attachment_id = report_attachment.id)));
create policy adds on report_attachment for insert
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and added_by = (select app_person()));
create policy changes on report_attachment for update
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));

grant select, insert on report_attachment, report_version_attachment to kd_app;
grant update (position, title, for_all, legal, bytes, removed_at, removed_by_name) on report_attachment to kd_app;
