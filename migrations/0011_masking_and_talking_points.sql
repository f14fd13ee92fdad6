-- What is not shown of the municipality's own figures is decided where all of them are visible (`indicator::suppression::stored`), stored here, and
-- honoured by everybody who reads the view. A number of persons can be hidden while the value beside it is shown.
alter table indicator_value add column count_masked boolean not null default false;
grant update (masked, count_masked) on indicator_value to kd_app;

create or replace view indicator_figure with (security_invoker = true) as
  select municipality_id, id, import_id, level, place, school_id, indicator, year, grade, sex, part, computed, circle,
         case when masked then 'suppressed' else state end as state,
         case when not masked then amount end as amount,
         -- Nothing stands beside what is hidden, whoever hid it.
         case when not masked and amount is not null then uncertainty end as uncertainty,
         case when not masked and amount is not null then deviation end as deviation,
         case when masked or count_masked then 'suppressed' else count_state end as count_state,
         case when not masked and not count_masked and amount is not null then count end as count
  from indicator_value where replaced_by is null and not withdrawn;
