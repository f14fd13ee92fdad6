-- Text that several people write. A document has fields; a field has one current text with a revision number, and every revision it ever had.
-- The wall: drafts are read by the school's own people, by the one a part was given to, and by those the rektor showed a part. The municipality
-- never reads these tables for a school; what it reads is frozen by delivery.
create table document (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  kind            text not null,
  school_id       bigint,                              -- null: the municipality's own
  open            boolean not null default true,       -- closed = no more saves
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id)
);

create table text_field (
  municipality_id bigint not null,
  document_id     bigint not null,
  field           text not null,
  part            text not null,
  school_id       bigint,
  value           text not null,
  rev             integer not null check (rev > 0),
  saved_at        timestamptz not null,
  saved_by        bigint not null,
  primary key (municipality_id, document_id, field),
  foreign key (municipality_id, document_id) references document (municipality_id, id)
) with (fillfactor = 80);

create table text_revision (
  municipality_id bigint not null,
  document_id     bigint not null,
  field           text not null,
  rev             integer not null,
  part            text not null,
  school_id       bigint,
  value           text not null,
  saved_at        timestamptz not null,
  saved_by        bigint not null,
  save_id         uuid not null,                       -- made by the client: a resent save counts once
  primary key (municipality_id, document_id, field, rev),
  constraint save_once unique (municipality_id, save_id)
);

-- A part given to a member: hand-in and return are later facts on the same row.
create table part_assignment (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  document_id     bigint not null,
  school_id       bigint,
  part            text not null,
  person_id       bigint not null,
  given_by        bigint not null,
  given_at        timestamptz not null,
  handed_in_at    timestamptz,
  returned_at     timestamptz,
  returned_note   text not null default '',
  withdrawn_at    timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
create unique index part_assignment_once on part_assignment (municipality_id, document_id, part, person_id) where withdrawn_at is null;
create index part_assignment_by_person on part_assignment (municipality_id, person_id) where withdrawn_at is null;

-- A part the rektor shows: to one named person, or to the group's readers (pupils and parents). Revocable.
create table draft_share (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  document_id     bigint not null,
  school_id       bigint not null,
  part            text not null,
  person_id       bigint,                              -- null: the readers of the school's group
  shared_by       bigint not null,
  shared_at       timestamptz not null,
  revoked_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
create unique index draft_share_once on draft_share (municipality_id, document_id, part, coalesce(person_id, 0)) where revoked_at is null;
create index draft_share_by_person on draft_share (municipality_id, person_id) where revoked_at is null;

alter table document enable row level security;
alter table document force row level security;
create policy municipality on document
  using (municipality_id = (select app_municipality()))
  with check (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_schools())::bigint[])));

-- Both tables below are read by the policies of the texts, so their own policies ask no other table. A part given to somebody opens it only as long as
-- they belong to the school.
alter table part_assignment enable row level security;
alter table part_assignment force row level security;
create policy school on part_assignment
  using (municipality_id = (select app_municipality()) and (
    (person_id = (select app_person()) and school_id = any ((select app_reader_schools())::bigint[]))
    or school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))))
  with check (municipality_id = (select app_municipality()) and (
    (person_id = (select app_person()) and school_id = any ((select app_reader_schools())::bigint[]))
    or school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))));
-- The holder hands in, which changes the row. Giving adds one: nobody gives a part to themselves.
create policy giving on part_assignment as restrictive for insert
  with check (municipality_id = (select app_municipality())
    and (school_id = any ((select app_schools())::bigint[]) or (school_id is null and (select app_owner()))));

alter table draft_share enable row level security;
alter table draft_share force row level security;
create policy school on draft_share
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[]) or person_id = (select app_person())
    or (person_id is null and school_id = any ((select app_reader_schools())::bigint[]))))
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]));

do $$
declare t text;
begin
  foreach t in array array['text_field', 'text_revision']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy draft_read on %1$I for select
      using (municipality_id = (select app_municipality()) and (
        school_id = any ((select app_schools())::bigint[])
        or (school_id is null and (select app_owner()))
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %1$I.part and a.person_id = (select app_person()) and a.withdrawn_at is null)
        or exists (select from draft_share s where s.municipality_id = %1$I.municipality_id and s.document_id = %1$I.document_id
                      and s.part = %1$I.part and s.revoked_at is null
                      and (s.person_id = (select app_person()) or (s.person_id is null and s.school_id = any ((select app_reader_schools())::bigint[]))))))$p$, t);
    execute format($p$create policy draft_add on %1$I for insert
      with check (municipality_id = (select app_municipality()) and (
        school_id = any ((select app_schools())::bigint[])
        or (school_id is null and (select app_owner()))
        or exists (select from part_assignment a where a.municipality_id = %1$I.municipality_id and a.document_id = %1$I.document_id
                      and a.part = %1$I.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))$p$, t);
  end loop;
end $$;
create policy draft_change on text_field for update
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_schools())::bigint[])
    or (school_id is null and (select app_owner()))
    or exists (select from part_assignment a where a.municipality_id = text_field.municipality_id and a.document_id = text_field.document_id
                  and a.part = text_field.part and a.person_id = (select app_person()) and a.withdrawn_at is null)))
  with check (municipality_id = (select app_municipality()));

create trigger only_added before update or delete on text_revision for each row execute function refuse_change();

grant select, insert on document, text_revision to kd_app;
grant update (open) on document to kd_app;
grant select, insert on text_field to kd_app;
grant update (value, rev, saved_at, saved_by) on text_field to kd_app;
grant select, insert on part_assignment, draft_share to kd_app;
grant update (handed_in_at, returned_at, returned_note, withdrawn_at) on part_assignment to kd_app;
grant update (revoked_at) on draft_share to kd_app;
