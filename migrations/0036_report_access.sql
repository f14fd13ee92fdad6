-- How demands to see what the report consists of are answered (docs/decisions/0037): each answer is kept, the newest of a document stands.

create table report_access (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  version_id      bigint,
  attachment_id   bigint,
  archive         boolean not null default false,      -- the version's package for the archive, and not the version itself
  answer          text not null check (answer in ('whole', 'partly', 'withheld')),
  legal           text not null default '' check (char_length(legal) <= 300),
  reason          text not null default '' check (char_length(reason) <= 2000),
  demand          text not null default '' check (char_length(demand) <= 200),  -- which demand: the case's number, never who asks
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint report_access_save_once unique (municipality_id, save_id),
  constraint report_access_of_one check (num_nonnulls(version_id, attachment_id) = 1 and (not archive or version_id is not null)),
  constraint report_access_says_why check (answer = 'whole' or (legal <> '' and reason <> '')),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, version_id) references report_version (municipality_id, id),
  foreign key (municipality_id, attachment_id) references report_attachment (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index report_access_by_report on report_access (municipality_id, report_id, id);
create trigger only_added before update or delete on report_access for each row execute function refuse_change();

alter table report_access enable row level security;
alter table report_access force row level security;
create policy reads on report_access for select using (municipality_id = (select app_municipality()) and (select app_owner()));
create policy judges on report_access for insert
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and by_id = (select app_person()));
grant select, insert on report_access to kd_app;

-- The copy that is given out is a file too.
alter table report_file drop constraint report_file_format_check;
alter table report_file add constraint report_file_format_check check (format in ('pdf', 'docx', 'xlsx', 'arkiv', 'innsyn'));
