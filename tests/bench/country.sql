-- A country of made-up schools for bin/bench: 2 663 schools in 357 municipalities, five school years, in a database that is migrated and empty.
-- The program that runs this gives two temporary tables: bench_pack (source, sha256, key, version, template) and bench_field (part, field, choice;
-- choice is null for words). Runs as superuser; the session's triggers are off, so that five million rows are not checked one by one against others
-- that the same arithmetic made.
--
-- Ids are arithmetic: municipality m is 1…357; school s is 1…2663, the first hundred of them in municipality 1; the rektor of school s is person s,
-- the others follow; the self-assessment of school s in year y (1…5, 5 is this year) is (y-1)*2663+s, and so is its document.
-- Tokens of sessions are known: 'rektor-<s>' and 'skoleeier-<m>'. The cluster listens on a private socket and is thrown away.
begin;
set local session_replication_role = replica;
set local synchronous_commit = off;
set local work_mem = '128MB';

create temp table bench_school on commit drop as
  select s as id, case when s <= 100 then 1 else 2 + (s - 101) % 356 end as municipality_id, s % 3 as shape from generate_series(1, 2663) s;
create temp table bench_year on commit drop as
  select y, 2020 + y as looks_back, make_timestamptz(2022 + y, 1, 15, 8, 0, 0, 'UTC') as at from generate_series(1, 5) y;
create temp table bench_assessment on commit drop as
  select (y.y - 1) * 2663 + s.id as id, s.municipality_id, s.id as school_id, y.y as year, y.at, (s.municipality_id - 1) * 5 + y.y as round_id,
    case when y.y < 5 or s.id % 10 = 0 then 'delivered' when s.id % 10 = 1 then 'not_started' else 'in_progress' end as state
  from bench_school s cross join bench_year y;

insert into municipality (id, number, name, language, created_at) overriding system value
  select m, (9000 + m)::text, 'Dikta kommune ' || m, case m % 4 when 0 then 'nb' else 'nn' end, '2022-01-01' from generate_series(1, 357) m;
insert into model_pack (municipality_id, id, key, version, source, sha256, added_at) overriding system value
  select m.id, m.id, p.key, p.version, p.source, p.sha256, '2022-01-01' from municipality m, bench_pack p;
insert into area (municipality_id, id, name) overriding system value
  select 1, a, 'Område ' || a from generate_series(1, 5) a;
insert into school (municipality_id, id, organisation_number, name, ownership, area_id, grade_from, grade_to, has_sfo) overriding system value
  select municipality_id, id, (100000000 + id)::text, (array['Bakken', 'Fjellet', 'Vika', 'Åsen', 'Elvebakken', 'Nordre'])[1 + id % 6] || ' skule ' || id,
    'public', case when municipality_id = 1 then 1 + id % 5 end,
    (array[1, 1, 8])[1 + shape], (array[7, 10, 10])[1 + shape], shape < 2 from bench_school;

-- The rektor and three of the development group at each school; skoleeier in each municipality; area leaders in the first.
create temp table bench_person on commit drop as
  select id, municipality_id, id as school_id, null::bigint as area_id, 'rektor' as role from bench_school
  union all select 2663 + 3 * (s.id - 1) + g, s.municipality_id, s.id, null, 'utviklingsgruppe' from bench_school s cross join generate_series(1, 3) g
  union all select 20000 + m, m, null, null, 'skoleeier' from generate_series(1, 357) m
  union all select 21000 + a, 1, null, a, 'omradeleder' from generate_series(1, 5) a;
insert into account (id, login) overriding system value select id, 'person-' || id || '@dikta.example' from bench_person;
insert into person (municipality_id, id, account_id, name, title, welcomed_at) overriding system value
  select municipality_id, id, id, 'Kari Dikta ' || id, role, '2022-01-01' from bench_person;
insert into role_assignment (municipality_id, person_id, role, area_id, school_id, function, reads_drafts, writes_drafts, valid_from)
  select municipality_id, id, role, area_id, school_id, case role when 'utviklingsgruppe' then 'laerar' end,
    role = 'utviklingsgruppe', role = 'utviklingsgruppe', '2022-01-01' from bench_person;
insert into session (token_hash, account_id, municipality_id, person_id, last_seen_at)
  select sha256(convert_to(case role when 'rektor' then 'rektor-' || school_id else 'skoleeier-' || municipality_id end, 'UTF8')), id, municipality_id, id, now()
  from bench_person where role in ('rektor', 'skoleeier');

insert into round (municipality_id, id, template, respondent, model_pack_id, looks_back_year, plans_year, deadline, opened_at, rolled_from) overriding system value
  select m.id, (m.id - 1) * 5 + y.y, p.template, 'school', m.id, y.looks_back, y.looks_back + 1, case y.y when 5 then current_date + 30 else y.at::date end, y.at,
    case when y.y > 1 then (m.id - 1) * 5 + y.y - 1 end
  from municipality m cross join bench_year y cross join bench_pack p;
insert into document (municipality_id, id, kind, school_id, open) overriding system value
  select municipality_id, id, 'self_assessment', school_id, state <> 'delivered' from bench_assessment;
insert into self_assessment (municipality_id, id, round_id, school_id, document_id, state) overriding system value
  select municipality_id, id, round_id, school_id, id, state from bench_assessment;

-- Words of 120 to 620 characters, written twice; choices made once. Schools that have begun have answered three fields of four.
insert into text_field (municipality_id, document_id, field, part, school_id, value, rev, saved_at, saved_by)
  select a.municipality_id, a.id, f.field, f.part, a.school_id,
    coalesce(f.choice, left(repeat('Vi har arbeidd systematisk med dette i heile kollegiet, og ser at elevane meistrar meir enn i fjor. ', 7),
                            120 + hashint8(a.id * 1000 + f.n) % 250 + 250)),
    case when f.choice is null then 2 else 1 end, a.at, a.school_id
  from bench_assessment a cross join bench_field f
  where a.state = 'delivered' or (a.state = 'in_progress' and f.n % 4 <> 3);
insert into text_revision (municipality_id, document_id, field, rev, part, school_id, value, saved_at, saved_by, save_id)
  select t.municipality_id, t.document_id, t.field, r.rev, t.part, t.school_id, case when r.rev = t.rev then t.value else left(t.value, 100) end,
    t.saved_at, t.saved_by, lpad(to_hex(row_number() over ()), 32, '0')::uuid
  from text_field t cross join lateral generate_series(1, t.rev) r (rev);

-- Two parts of every draft that is begun are given to members, and a third of the rektors show one to skoleeier.
insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
  select a.municipality_id, a.id, a.school_id, p.part, 2663 + 3 * (a.school_id - 1) + p.nr, a.school_id, a.at
  from bench_assessment a cross join (select part, row_number() over (order by min(n)) as nr from bench_field group by part) p
  where a.state = 'in_progress' and p.nr <= 2;
insert into draft_share (municipality_id, document_id, school_id, part, person_id, shared_by, shared_at)
  select a.municipality_id, a.id, a.school_id, (select part from bench_field order by n limit 1), 20000 + a.municipality_id, a.school_id, a.at
  from bench_assessment a where a.state = 'in_progress' and a.school_id % 3 = 0;

insert into delivery (municipality_id, id, self_assessment_id, school_id, version, delivered_at, delivered_by, delivered_by_name, delivered_by_title, sha256,
    municipality_number, organisation_number, grade_from, grade_to, has_sfo)
  overriding system value
  select a.municipality_id, a.id, a.id, a.school_id, 1, a.at + interval '60 days', a.school_id, 'Kari Dikta ' || a.school_id, 'rektor', sha256(a.id::text::bytea),
    m.number, s.organisation_number, s.grade_from, s.grade_to, s.has_sfo
  from bench_assessment a join municipality m on m.id = a.municipality_id join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
  where a.state = 'delivered';
insert into delivered_part (municipality_id, delivery_id, document_id, school_id, part, content)
  select t.municipality_id, t.document_id, t.document_id, t.school_id, t.part, jsonb_object_agg(t.field, t.value)
  from text_field t join delivery d on d.municipality_id = t.municipality_id and d.id = t.document_id
  group by t.municipality_id, t.document_id, t.school_id, t.part;

-- Each school's history, and what waits unread for its rektor.
insert into event (municipality_id, at, person_id, person_name, kind, audience, school_id, object_id, detail)
  select a.municipality_id, a.at, a.school_id, 'Kari Dikta ' || a.school_id || ', rektor', k.kind, k.audience, a.school_id, a.id, '{"what": {"nb": "1", "nn": "1"}}'
  from bench_assessment a cross join (values ('started', 'both', 1), ('part_given', 'school', 2), ('part_handed_in', 'school', 3), ('delivered', 'both', 4)) k (kind, audience, step)
  where a.state = 'delivered' or (a.state = 'in_progress' and k.step < 4) order by a.id, k.step;
insert into notification (municipality_id, person_id, kind, detail, href, created_at, read_at)
  select a.municipality_id, a.school_id, n.kind, '{"who": "Kari", "what": {"nb": "1", "nn": "1"}}', '/egenvurdering/' || a.id, a.at, case when a.year < 5 then a.at end
  from bench_assessment a cross join (values ('round_opened'), ('part_handed_in'), ('delivered')) n (kind);

-- Twelve indicators of the first municipality's schools, and of the municipality itself, over five years.
insert into indicator_import (municipality_id, id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary) overriding system value
  values (1, 1, 'elevundersokinga.csv', sha256('dikta'), 5, '2026-02-01', 'Kari Dikta', 'committed', '{}');
insert into indicator_value (municipality_id, import_id, level, place, school_id, indicator, year, state, amount, count_state, count, circle, row_number, column_name)
  select 1, 1, case when s.id is null then 3 else 4 end, case when s.id is null then '9001' else '' end, s.id, i.key, y.y, 'published',
    3500 + (coalesce(s.id, 50) * 37 + i.n * 11 + y.y * 7) % 12 * 100, 'published', 12 + coalesce(s.id, 3000) % 60, 'public', 1, 'A'
  from (select id from bench_school where municipality_id = 1 union all select null) s
  cross join unnest(array['eu_trivsel', 'eu_mobbing_elev', 'eu_felles_regler', 'eu_stotte_larer', 'eu_stotte_hjem', 'eu_faglig_utfordring', 'eu_mestring',
    'eu_motivasjon', 'eu_laringskultur', 'eu_vfl', 'eu_elevdemokrati', 'eu_deltakelse']) with ordinality i (key, n)
  cross join generate_series(2021, 2025) y (y);

-- The next ids follow the ones given here.
do $$
declare t text;
begin
  foreach t in array array['municipality', 'model_pack', 'area', 'school', 'account', 'person', 'round', 'document', 'self_assessment', 'delivery', 'indicator_import']
  loop
    execute format('select setval(pg_get_serial_sequence(%L, ''id''), (select max(id) from %I))', t, t);
  end loop;
end $$;
commit;
