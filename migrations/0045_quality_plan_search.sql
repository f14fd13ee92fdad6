-- Search in the municipality's quality plan (docs/search.md): as 0041 does, the words of an adopted version stand in its own row.
alter table quality_version add column words tsvector
  generated always as (to_tsvector('pg_catalog.norwegian', jsonb_path_query_array(content,
    'strict $.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "^(text|vision|vision_text|goal|knowledge|title|why|name|when|what|who|responsible|theme|words)$" && @.value.type() == "string").value')))
  stored;
alter table quality_version alter column words set storage external;

-- Which chains somebody reads is asked once a query, not once a step (0013): a search reads the steps of a whole municipality.
drop policy with_its_chain on inquiry_step;
create policy with_its_chain on inquiry_step for select
  using (municipality_id = (select app_municipality())
    and inquiry_id in (select i.id from inquiry i where i.municipality_id = (select app_municipality())));
