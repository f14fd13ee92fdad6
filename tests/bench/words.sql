-- Five years of words for the first municipality of the country (country.sql), which has a hundred schools: what search looks through. Runs as superuser, once.
-- Texts are made of some three thousand words, common ones often; ids go on from 1 000 000. Sessions: 'leitar-<n>' of two hundred people for skoleeier.
begin;
set local session_replication_role = replica;
set local synchronous_commit = off;

create temp table bench_word on commit drop as
  select (row_number() over (order by hashtext(word), word))::integer as n, word from (
    select distinct word from (
    select first || second || ending as word
    from unnest(array['lese', 'skrive', 'rekne', 'elev', 'lærar', 'foreldre', 'miljø', 'trivsels', 'vurderings', 'mål', 'tiltaks', 'plan', 'samarbeids', 'leiar', 'utviklings',
      'klasse', 'trinn', 'time', 'økt', 'tekst', 'ord', 'bok', 'digital', 'praksis', 'kvalitets', 'fråværs', 'mobbe', 'tryggleiks', 'rettleiings', 'samtale']) first,
      unnest(array['arbeid', 'plan', 'mål', 'møte', 'gruppe', 'tid', 'rom', 'kultur', 'metode', 'strategi', 'utvikling', 'oppfølging', 'støtte', 'behov', 'vane', 'nivå',
      'resultat', 'prosjekt', '']) second,
      unnest(array['', 'en', 'et', 'ar', 'a', 'ane']) ending) made) each_once;
alter table bench_word add primary key (n);
analyze bench_word;
create function pg_temp.words(p_seed bigint, p_count integer) returns text language sql as $$
  select string_agg((select word from bench_word where n = 1 + floor(3000 * power((hashint8(p_seed * 1009 + i)::float8 + 2147483648) / 4294967296, 3))::integer), ' ' order by i)
  from generate_series(1, p_count) i $$;

insert into account (id, login) overriding system value select 1000000 + n, 'leitar-' || n || '@dikta.example' from generate_series(1, 200) n;
insert into person (municipality_id, id, account_id, name, title, welcomed_at) overriding system value
  select 1, 1000000 + n, 1000000 + n, 'Leitar ' || n, 'skoleeier', '2022-01-01' from generate_series(1, 200) n;
insert into role_assignment (municipality_id, person_id, role, reads_drafts, writes_drafts, valid_from)
  select 1, 1000000 + n, 'skoleeier', false, false, '2022-01-01' from generate_series(1, 200) n;
insert into session (token_hash, account_id, municipality_id, person_id, last_seen_at)
  select sha256(convert_to('leitar-' || n, 'UTF8')), 1000000 + n, 1, 1000000 + n, now() from generate_series(1, 200) n;

-- Answers of 40 to 90 words.
update delivered_part p set content = (
    select jsonb_object_agg(key, case when is_words(key) then to_jsonb(pg_temp.words(p.delivery_id * 100 + hashtext(key) % 100, 40 + abs(hashtext(key)) % 51)) else value end)
    from jsonb_each(p.content))
  where municipality_id = 1;
update text_field set value = pg_temp.words(document_id * 100 + hashtext(field) % 100, 40 + abs(hashtext(field)) % 51)
  where municipality_id = 1 and is_words(field) and document_id in (select document_id from self_assessment where municipality_id = 1 and state = 'in_progress');

create temp table bench_place on commit drop as
  select 1000000 + row_number() over (order by y, s, k) as id, s, 2020 + y as year, make_timestamptz(2021 + y, k * 2, 10, 8, 0, 0, 'UTC') as at, k
  from generate_series(1, 100) s, generate_series(1, 5) y, generate_series(1, 4) k;
insert into story (municipality_id, id, school_id, author_id, author_name, author_title, from_reader, kind, title, body, context, consent, state, save_id, written_at,
    changed_at, delivered_at, delivered_by_name, sha256) overriding system value
  select 1, id, s, s, 'Kari Dikta', 'rektor', false, 'practice', pg_temp.words(id, 4), pg_temp.words(id + 1, 160), pg_temp.words(id + 2, 12), 'agreed', 'delivered',
    gen_random_uuid(), at, at, at, 'Kari Dikta', sha256('') from bench_place;

-- Four meetings a year with each school: minutes of eight points, four agreements.
insert into meeting (municipality_id, id, kind, model_pack_id, audience, school_year, school_id, starts_at, ends_at, state, leader_id, held_at, booked_at, booked_by, save_id)
  overriding system value
  select 1, id, 'leiardialog_1', 1, 'school', year, s, at, at + interval '2 hours', 'approved', 20001, at, at, 20001, gen_random_uuid() from bench_place;
insert into document (municipality_id, id, kind, meeting_id, open) overriding system value select 1, id, 'minutes', id, false from bench_place;
insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, added_at, added_by)
  select 1, id, case side when 'school' then s end, side, case side when 'school' then s else 20001 end, at, 20001 from bench_place, unnest(array['school', 'owner']) side;
insert into meeting_minutes (municipality_id, meeting_id, school_id, audience, version, content, sha256, approved_at, approved_by, approved_by_name, approved_by_title)
  select 1, id, s, 'school', 1, jsonb_build_object('format', 1, 'kind', 'leiardialog_1', 'title', 'Leiardialog 1', 'municipality', 'Dikta', 'with', 'Skulen', 'starts_at',
      '2026-01-01T08:00:00Z', 'ends_at', '2026-01-01T10:00:00Z', 'place', '', 'minutes_used', null, 'participants', '[]'::jsonb, 'agreements', '[]'::jsonb, 'notes', '[]'::jsonb,
      'points', (select jsonb_agg(jsonb_build_object('field', 'p' || p || '.text', 'title', pg_temp.words(id * 10 + p, 3), 'text', pg_temp.words(id * 20 + p, 60), 'outcome', '')) from generate_series(1, 8) p),
      'conclusions', jsonb_build_array(jsonb_build_object('field', 'k.innsatsomrade', 'title', 'Innsatsområde', 'text', pg_temp.words(id * 30, 40), 'outcome', ''))),
    sha256(''), at, 20001, 'Kari Dikta', 'skoleeier' from bench_place;
insert into agreement (municipality_id, id, meeting_id, school_id, audience, asked, made_at, made_by, save_id) overriding system value
  select 1, id * 10 + n, id, s, 'school', false, at, 20001, gen_random_uuid() from bench_place, generate_series(1, 4) n;
insert into agreement_entry (municipality_id, agreement_id, number, meeting_id, school_id, audience, change, side, of_school, what, sha256, due, state, at, by_id, by_name,
    by_title, save_id)
  select 1, id * 10 + n, number, id, s, 'school', case number when 1 then 'made' else 'answered' end, 'school', s, pg_temp.words(id * 40 + n, 20), sha256(''), at::date + 60,
    case number when 1 then 'open' else 'done' end, at, 20001, 'Kari Dikta', '', gen_random_uuid()
  from bench_place, generate_series(1, 4) n, generate_series(1, 2) number;

-- A plan a year: four sections with three goals of three actions each.
create temp table bench_plan on commit drop as select * from bench_place where k = 1;
insert into document (municipality_id, id, kind, school_id, open) overriding system value select 1, 2000000 + id, 'development_plan', s, false from bench_plan;
insert into development_plan (municipality_id, id, school_id, document_id, model_pack_id, first_year, last_year, due, state, made_at, made_by_name) overriding system value
  select 1, id, s, 2000000 + id, 1, year, year, at::date, 'delivered', at, 'Kari Dikta' from bench_plan;
insert into plan_delivery (municipality_id, plan_id, school_id, version, content, sha256, delivered_at, delivered_by, delivered_by_name, delivered_by_title)
  select 1, id, s, 1, jsonb_build_object('departments', '[]'::jsonb, 'involved', '[]'::jsonb, 'sections', (
      select jsonb_agg(jsonb_build_object('key', 'dugleikar', 'text', pg_temp.words(id * 50 + section, 60), 'goals', (
        select jsonb_agg(jsonb_build_object('id', goal, 'department', '', 'goal', pg_temp.words(id * 60 + section * 10 + goal, 15), 'signs', pg_temp.words(id * 70 + section * 10 + goal, 20), 'actions', (
          select jsonb_agg(jsonb_build_object('id', action, 'what', pg_temp.words(id * 80 + section * 100 + goal * 10 + action, 20), 'who', 'Alle', 'when', 'Heile året', 'starts_on', null,
            'check_on', null, 'measure', null, 'state', 'planned', 'learnt', '', 'why', '[]'::jsonb)) from generate_series(1, 3) action)))
        from generate_series(1, 3) goal)))
      from generate_series(1, 4) section)),
    sha256(''), at, s, 'Kari Dikta', 'rektor' from bench_plan;

-- Two chains a year, shown, with four steps.
insert into inquiry (municipality_id, id, school_id, circle, story_id, save_id, started_at, started_by, started_by_name, shown_at, shown_by_name) overriding system value
  select 1, id, s, 'school', id, gen_random_uuid(), at, s, 'Kari Dikta', at, 'Kari Dikta' from bench_place where k <= 2;
insert into inquiry_step (municipality_id, inquiry_id, school_id, step, rev, content, written_at, written_by, written_by_name)
  select 1, id, s, step, rev, jsonb_build_object('body', pg_temp.words(id * 90 + length(step), 60)), at, s, 'Kari Dikta'
  from bench_place, unnest(array['seen', 'action', 'expectation', 'outcome']) step, generate_series(1, 2) rev where k <= 2;

-- A report a year, to all and to the council: sixty texts of a hundred words.
insert into document (municipality_id, id, kind, open) overriding system value select 1, 9000000 + y, 'report', false from generate_series(1, 5) y;
insert into report (municipality_id, id, school_year, model_pack_id, document_id, council_on, made_at, made_by, made_by_name) overriding system value
  select 1, y, 2020 + y, 1, 9000000 + y, make_date(2021 + y, 6, 15), now(), 20001, 'Kari Dikta' from generate_series(1, 5) y;
insert into report_version (municipality_id, report_id, number, audience, content, figures, sha256, public_title, sent_at, sent_by, sent_by_name, sent_by_title)
  select 1, y, 1, audience, jsonb_build_object('title', 'Tilstandsrapport', 'subtitle', '', 'municipality', 'Dikta', 'lang', 'nn', 'made_at', '2026-01-01T08:00:00Z', 'mark', null,
      'blocks', (select jsonb_agg(jsonb_build_object('kind', 'text', 'text', pg_temp.words(y * 1000 + b, 100))) from generate_series(1, 60) b)),
    '[]', sha256(''), 'Tilstandsrapport', now(), 20001, 'Kari Dikta', '' from generate_series(1, 5) y, unnest(array['owner', 'public']) audience;
-- Two quality plans, the first of them over: five goals of four priorities, ten actions, a progress plan.
insert into document (municipality_id, id, kind, open) overriding system value select 1, 9100000 + n, 'quality_plan', false from generate_series(1, 2) n;
insert into quality_plan (municipality_id, id, document_id, model_pack_id, first_year, last_year, state, made_at, made_by_name) overriding system value
  select 1, n, 9100000 + n, 1, 2017 + n * 4, 2020 + n * 4, case n when 1 then 'closed' else 'adopted' end, now(), 'Kari Dikta' from generate_series(1, 2) n;
insert into quality_version (municipality_id, plan_id, version, content, sha256, adopted_at, adopted_by, adopted_by_name, adopted_by_title)
  select 1, n, 1, jsonb_build_object('sections', '[]'::jsonb, 'vision', pg_temp.words(n, 12), 'vision_text', pg_temp.words(n + 10, 80), 'budget', '[]'::jsonb, 'resolution', null, 'evaluations', '[]'::jsonb,
      'goals', (select jsonb_agg(jsonb_build_object('id', g, 'goal', pg_temp.words(n * 100 + g, 15), 'text', pg_temp.words(n * 200 + g, 60), 'knowledge', pg_temp.words(n * 300 + g, 150), 'sources', '[]'::jsonb,
        'priorities', (select jsonb_agg(jsonb_build_object('id', g * 10 + p, 'text', pg_temp.words(n * 400 + g * 10 + p, 15))) from generate_series(1, 4) p))) from generate_series(1, 5) g),
      'actions', (select jsonb_agg(jsonb_build_object('id', a, 'title', pg_temp.words(n * 500 + a, 5), 'text', pg_temp.words(n * 600 + a, 60), 'points', '[]'::jsonb, 'serves', '[]'::jsonb)) from generate_series(1, 10) a),
      'periods', jsonb_build_array(jsonb_build_object('id', 1, 'name', 'Oppstart', 'starts_on', null, 'ends_on', null, 'steps', (select jsonb_agg(jsonb_build_object('id', s, 'when', 'Haust',
        'what', pg_temp.words(n * 700 + s, 20), 'who', 'Alle', 'responsible', 'Skoleeier', 'action', null)) from generate_series(1, 10) s)))),
    sha256(''), now(), 20001, 'Kari Dikta', '' from generate_series(1, 2) n;
commit;
