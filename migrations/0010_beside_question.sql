-- The figures that stood beside a question when its answer was delivered, as everybody in the municipality might see them then. They are copies: a later
-- import, a withdrawal or a new version of a set changes nothing here. `content` is `indicator::beside::Kept` (docs/delivered-version.md).
create table delivered_figure (
  municipality_id bigint not null,
  delivery_id     bigint not null,
  document_id     bigint not null,
  school_id       bigint,
  part            text not null,
  indicator       text not null,
  content         jsonb not null check (jsonb_typeof(content -> 'figures') = 'array'),
  primary key (municipality_id, delivery_id, part, indicator),
  foreign key (municipality_id, delivery_id) references delivery (municipality_id, id)
);

-- Which bytes the hash goes over.
alter table delivery add column format smallint not null default 1 check (format between 1 and 2);

-- Whoever reads a delivered part reads the figures in it, and nobody else.
alter table delivered_figure enable row level security;
alter table delivered_figure force row level security;
create policy delivered on delivered_figure
  using (municipality_id = (select app_municipality()) and (
    school_id is null or (select app_owner()) or school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_overseen())::bigint[])
    or exists (select from draft_share s where s.municipality_id = delivered_figure.municipality_id and s.document_id = delivered_figure.document_id
                  and s.part = delivered_figure.part and s.revoked_at is null
                  and (s.person_id = (select app_person()) or (s.person_id is null and s.school_id = any ((select app_reader_schools())::bigint[]))))))
  with check (municipality_id = (select app_municipality()) and ((school_id is null and (select app_owner())) or school_id = any ((select app_schools())::bigint[])));
create trigger only_added before update or delete on delivered_figure for each row execute function refuse_change();
grant select, insert on delivered_figure to kd_app;
