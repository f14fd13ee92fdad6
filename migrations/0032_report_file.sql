-- Files of the report, made by work that waits (docs/jobs.md, docs/decisions/0036). A row is what somebody asked for; it is theirs alone, and wiped some days
-- later. What was sent is kept as the file that was made first, so that it has the same bytes for whoever takes it.

create table report_file (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  report_id       bigint not null,
  version_id      bigint,                              -- of what was sent; otherwise of the draft
  audience        text check (audience in ('school', 'owner', 'public')),  -- for whom a draft is
  school_id       bigint,
  format          text not null check (format in ('pdf', 'docx', 'xlsx', 'arkiv')),
  asked_at        timestamptz not null,
  asked_by        bigint not null,
  job_id          bigint,                              -- the work that makes it
  content         jsonb,                               -- the document, from when it is composed until the file is made
  content_sha256  bytea check (length(content_sha256) = 32),  -- of that, whenever it was made
  name            text not null default '',            -- what it is about, for the file's name
  bytes           bytea,                               -- of a draft
  sha256          bytea check (length(sha256) = 32),
  size            bigint,
  done_at         timestamptz,
  error           text,                                -- key of why there is none
  deleted_at      timestamptz,                         -- a draft, when its time was over
  primary key (municipality_id, id),
  constraint report_file_wiped check (deleted_at is null or num_nonnulls(content, bytes) = 0),
  constraint report_file_of_one check (num_nonnulls(version_id, audience) = 1),
  constraint report_file_of_a_school check ((audience is not distinct from 'school') = (school_id is not null)),
  foreign key (municipality_id, report_id) references report (municipality_id, id),
  foreign key (municipality_id, version_id) references report_version (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, asked_by) references person (municipality_id, id)
);
create index report_file_by_person on report_file (municipality_id, asked_by, report_id);

create table report_version_file (
  municipality_id bigint not null,
  version_id      bigint not null,
  format          text not null check (format in ('pdf', 'docx', 'xlsx', 'arkiv')),
  bytes           bytea not null,
  sha256          bytea not null check (length(sha256) = 32),
  made_at         timestamptz not null,
  primary key (municipality_id, version_id, format),
  foreign key (municipality_id, version_id) references report_version (municipality_id, id)
);
create trigger only_added before update or delete on report_version_file for each row execute function refuse_change();

alter table report_file enable row level security;
alter table report_file force row level security;
alter table report_version_file enable row level security;
alter table report_version_file force row level security;

-- The one who asked, and the work that makes it.
create policy own on report_file
  using (municipality_id = (select app_municipality()) and (asked_by = (select app_person()) or ((select app_owner()) and (select app_person()) is null)))
  with check (municipality_id = (select app_municipality()) and (asked_by = (select app_person()) or ((select app_owner()) and (select app_person()) is null)));
-- Whoever reads the version; the package for the archive, the owner.
create policy reads on report_version_file for select
  using (municipality_id = (select app_municipality()) and (format <> 'arkiv' or (select app_owner())) and exists (
    select from report_version v where v.municipality_id = report_version_file.municipality_id and v.id = report_version_file.version_id));
create policy makes on report_version_file for insert
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and (select app_person()) is null);

grant select, insert on report_file to kd_app;
grant update (job_id, content, content_sha256, name, bytes, sha256, size, done_at, error, deleted_at) on report_file to kd_app;
grant select, insert on report_version_file to kd_app;

-- Somebody with the roles held today, for work that is done for them: `session_actor` for one who is not here. Asked by work alone.
create function person_actor(p_person bigint, p_today date)
returns table (account_id bigint, municipality_id bigint, municipality_name text, municipality_language text, person_id bigint, name text, title text,
               language text, roles jsonb, overseen bigint[])
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, m.id, m.name, m.language, p.id, p.name, p.title, p.language,
    coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'area', r.area_id, 'school', r.school_id, 'function', r.function,
                'reads_drafts', r.reads_drafts, 'writes_drafts', r.writes_drafts, 'acting', r.acting) order by r.id)
              from role_assignment r where r.municipality_id = m.id and r.person_id = p.id
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '[]'),
    coalesce((select array_agg(distinct sc.id) from role_assignment r join school sc on sc.municipality_id = r.municipality_id and sc.area_id = r.area_id
              where r.municipality_id = m.id and r.person_id = p.id and r.role = 'omradeleder'
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '{}')
  from person p join municipality m on m.id = p.municipality_id join account a on a.id = p.account_id
  where app_owner() and app_person() is null and p.municipality_id = app_municipality() and p.id = p_person and a.disabled_at is null $$;
grant create on schema public to kd_definer;
alter function person_actor(bigint, date) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function person_actor(bigint, date) from public;
grant execute on function person_actor(bigint, date) to kd_app;
