-- Search (docs/search.md). What is searched stands in its own row, beside the words it is made of: whoever may not read the row finds nothing in it, and what
-- is taken away from the words is gone from here in the same change. Drafts are few at a time and have none: their words are looked through as they stand.
--
-- No index: `@@` is not leakproof, so that row-level security would let none be used. The rows of one municipality are looked through.

-- Of a delivered part: what was written, not what was chosen (`is_words` of 0007, which no stored column may lean on: it is looked up by its bare name).
create function delivered_words(p_content jsonb) returns tsvector language sql immutable parallel safe as $$
  select pg_catalog.to_tsvector('pg_catalog.norwegian', coalesce(string_agg(value, E'\n' order by key), ''))
  from pg_catalog.jsonb_each_text(p_content) where key !~ '[.](judgement|basis|done)$' $$;
alter table delivered_part add column words tsvector generated always as (delivered_words(content)) stored;

alter table story add column words tsvector
  generated always as (setweight(to_tsvector('pg_catalog.norwegian', title), 'A') || to_tsvector('pg_catalog.norwegian', body || E'\n' || context)) stored;

-- Of minutes: points, conclusions and the school's notes; not the agreements, which are searched where they stand.
alter table meeting_minutes add column words tsvector
  generated always as (setweight(to_tsvector('pg_catalog.norwegian', jsonb_path_query_array(content, '$.points[*].title')), 'A')
    || to_tsvector('pg_catalog.norwegian', jsonb_path_query_array(content, '$.*[*].text'))) stored;

alter table agreement_entry add column words tsvector generated always as (to_tsvector('pg_catalog.norwegian', what)) stored;

-- Of a plan: its own words, not the copied words of what an action came from.
alter table plan_delivery add column words tsvector
  generated always as (to_tsvector('pg_catalog.norwegian', jsonb_path_query_array(content,
    'strict $.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "^(text|goal|signs|what|who|when|learnt|how|changed)$" && @.value.type() == "string").value')))
  stored;

alter table inquiry_step add column words tsvector
  generated always as (to_tsvector('pg_catalog.norwegian', jsonb_path_query_array(content, '$.body') || jsonb_path_query_array(content, '$.explanations[*]')
    || jsonb_path_query_array(content, '$.beside') || jsonb_path_query_array(content, '$.who') || jsonb_path_query_array(content, '$.begins'))) stored;

-- Of a report as it was sent: its text and quotes, not its tables.
alter table report_version add column words tsvector
  generated always as (to_tsvector('pg_catalog.norwegian', jsonb_path_query_array(content, '$.blocks[*] ? (@.kind == "text" || @.kind == "quote").text')
    || jsonb_path_query_array(content, '$.blocks[*].items[*]'))) stored;

-- A search reads the words of every row it may and little else of it: packed, most of its time went to unpacking them.
alter table delivered_part alter column words set storage external;
alter table story alter column words set storage external;
alter table meeting_minutes alter column words set storage external;
alter table plan_delivery alter column words set storage external;
alter table report_version alter column words set storage external;

-- Which minutes are withdrawn is asked once a query, not once a row (0029): a search reads those of a whole municipality.
create function app_withdrawn_minutes() returns bigint[] language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(array_agg(v.id), '{}') from minutes_withdrawal w
      join meeting_minutes v on v.municipality_id = w.municipality_id and v.meeting_id = w.meeting_id and v.version <= w.version
      where w.municipality_id = app_municipality() $$;
grant create on schema public to kd_definer;
alter function app_withdrawn_minutes() owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function app_withdrawn_minutes() from public;
grant execute on function app_withdrawn_minutes() to kd_app, kd_definer;
drop policy not_withdrawn on meeting_minutes;
create policy not_withdrawn on meeting_minutes as restrictive for select
  using (municipality_id = (select app_municipality()) and not (id = any ((select app_withdrawn_minutes())::bigint[])));
