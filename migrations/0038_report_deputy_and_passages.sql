-- Whoever answers for a school (its rektor, and the deputy that the rektor has named and who works on its drafts) answers the report's questions too.
drop policy reads on report_quote;
create policy reads on report_quote for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_answers_for())::bigint[])
    or app_held_chapter(report_id, chapter)));
drop policy reads on report_quote_answer;
create policy reads on report_quote_answer for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_answers_for())::bigint[])
    or exists (select from report_quote q where q.municipality_id = report_quote_answer.municipality_id and q.id = report_quote_answer.quote_id)));
drop policy answers on report_quote_answer;
create policy answers on report_quote_answer for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_answers_for())::bigint[]) and answered_by = (select app_person())
    and exists (select from report_quote q where q.municipality_id = report_quote_answer.municipality_id and q.id = report_quote_answer.quote_id
      and q.school_id = report_quote_answer.school_id));
drop policy reads on report_version;
create policy reads on report_version for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_answers_for())::bigint[])
    or (audience = 'public' and (select app_is_somebody()))));
drop policy reads on report_school_answer;
create policy reads on report_school_answer for select
  using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_answers_for())::bigint[])));
drop policy answers on report_school_answer;
create policy answers on report_school_answer for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_answers_for())::bigint[]) and said_by = (select app_person())
    and exists (select from report_version v where v.municipality_id = report_school_answer.municipality_id and v.id = report_school_answer.version_id
      and v.school_id = report_school_answer.school_id));

-- A comment can be about a passage of its field, as it stood.
alter table report_comment add column passage text not null default '' check (char_length(passage) <= 600);
