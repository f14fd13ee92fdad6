-- A number of people that its source shows to named roles only (`12*`) can stand beside a value for everybody, and then says whom the value is of. No page
-- needs it, so the view has none: of those numbers, only that there is one.
create or replace view indicator_figure with (security_invoker = true) as
  select municipality_id, id, import_id, level, place, school_id, indicator, year, grade, sex, part, computed, circle,
         case when masked then 'suppressed' else state end as state,
         case when not masked then amount end as amount,
         -- Nothing stands beside what is hidden, whoever hid it.
         case when not masked and amount is not null then uncertainty end as uncertainty,
         case when not masked and amount is not null then deviation end as deviation,
         case when masked or count_masked or count_state = 'restricted' then 'suppressed' else count_state end as count_state,
         case when not masked and not count_masked and amount is not null and count_state in ('published', 'preliminary') then count end as count
  from indicator_value where replaced_by is null and not withdrawn;

-- What is of no single school belongs to every school of the municipality: its total is seen by those who see such figures of a school.
drop policy circle on indicator_value;
create policy circle on indicator_value for select
  using (municipality_id = (select app_municipality()) and (
    circle = 'public' or (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
    or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))
    or (school_id is null and (
      (select cardinality(app_overseen())) > 0 or (select cardinality(app_led())) > 0
      or (circle = 'school' and (select cardinality(app_schools())) > 0)))));
