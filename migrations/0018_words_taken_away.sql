-- What should not have been written in an expectation is taken away too: why a side expects something of a figure, and what surprised it. What it expects (a
-- direction or figures) stays.

-- The rows are still only added, but for the words that the definer's function takes out of them, as with the steps of a chain.
alter function keep_inquiry_step() rename to refuse_change_but_of_words;
drop trigger only_added on expectation_content;
create trigger only_added before update or delete on expectation_content for each row execute function refuse_change_but_of_words();
drop trigger only_added on expectation_afterword;
create trigger only_added before update or delete on expectation_afterword for each row execute function refuse_change_but_of_words();

alter table expectation_content
  drop constraint expectation_content_why_check,
  add column cleared_at timestamptz,                     -- the words were taken away
  add column cleared_by_name text,
  add constraint expectation_content_has_words check ((why = '') = (cleared_at is not null) and (cleared_at is null) = (cleared_by_name is null));
alter table expectation_afterword
  add column cleared_at timestamptz,
  add column cleared_by_name text,
  add constraint expectation_afterword_cleared check ((cleared_at is null) = (cleared_by_name is null) and (cleared_at is null or body = ''));

-- Takes away what the actor's side wrote of a figure, in every version: why it expects what it does ('why'), or what surprised it ('afterword'). As long as
-- something can still be saved, a version without the words becomes the newest, so that somebody who has the old ones open is told. False when the actor is on
-- no side, or no words are there.
create function clear_expectation_words(p_school bigint, p_year integer, p_indicator text, p_grade smallint, p_words text, p_name text, p_at timestamptz)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  own_side text := app_side(p_school);
  last expectation;
  said expectation_afterword;
begin
  -- The lock that everybody takes who notes something of the school.
  perform pg_advisory_xact_lock(hashtextextended('expectation', p_school));
  if p_words = 'why' then
    update expectation_content c set why = '', cleared_at = p_at, cleared_by_name = p_name
      from expectation e
     where e.municipality_id = app_municipality() and e.school_id = p_school and e.year = p_year and e.indicator = p_indicator and e.grade = p_grade
       and e.side = own_side and c.municipality_id = e.municipality_id and c.expectation_id = e.id and c.why <> '';
    if not found then
      return false;
    end if;
    select * into last from expectation
     where municipality_id = app_municipality() and school_id = p_school and year = p_year and indicator = p_indicator and grade = p_grade and side = own_side
     order by version desc limit 1;
    if not last.withdrawn and (p_at at time zone 'Europe/Oslo')::date < last.locks_on then
      with next as (
        insert into expectation (municipality_id, school_id, indicator, grade, year, side, version, locks_on, written_at, written_by, written_by_name,
            written_by_title)
          values (last.municipality_id, last.school_id, last.indicator, last.grade, last.year, last.side, last.version + 1, last.locks_on, last.written_at,
            last.written_by, last.written_by_name, last.written_by_title)
          returning municipality_id, id)
      insert into expectation_content (municipality_id, expectation_id, school_id, side, kind, low, high, why, cleared_at, cleared_by_name)
        select next.municipality_id, next.id, c.school_id, c.side, c.kind, c.low, c.high, '', p_at, p_name
          from next join expectation_content c on c.municipality_id = next.municipality_id and c.expectation_id = last.id;
    end if;
    return true;
  elsif p_words = 'afterword' then
    update expectation_afterword set body = '', cleared_at = p_at, cleared_by_name = p_name
     where municipality_id = app_municipality() and school_id = p_school and year = p_year and indicator = p_indicator and grade = p_grade
       and side = own_side and body <> '';
    if not found then
      return false;
    end if;
    select * into said from expectation_afterword
     where municipality_id = app_municipality() and school_id = p_school and year = p_year and indicator = p_indicator and grade = p_grade and side = own_side
     order by version desc limit 1;
    insert into expectation_afterword (municipality_id, school_id, indicator, grade, year, side, version, body, written_at, written_by, written_by_name,
        written_by_title, cleared_at, cleared_by_name)
      values (said.municipality_id, said.school_id, said.indicator, said.grade, said.year, said.side, said.version + 1, '', said.written_at, said.written_by,
        said.written_by_name, said.written_by_title, p_at, p_name);
    return true;
  end if;
  raise exception 'unknown words: %', p_words using errcode = 'invalid_parameter_value';
end $$;

-- As before, and when and by whom the words were taken away.
drop function revealed_expectations(bigint, integer, date);
create function revealed_expectations(p_school bigint, p_year integer, p_today date)
returns table (expectation_id bigint, kind text, low bigint, high bigint, why text, cleared_at timestamptz, cleared_by_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.expectation_id, c.kind, c.low, c.high, c.why, c.cleared_at, c.cleared_by_name
    from expectation e
    join expectation_content c on c.municipality_id = e.municipality_id and c.expectation_id = e.id
   where e.municipality_id = app_municipality() and e.school_id = p_school and e.year = p_year and app_side(p_school) is not null
     and p_today >= (select min(o.locks_on) from expectation o
                      where o.municipality_id = e.municipality_id and o.school_id = e.school_id and o.year = e.year
                        and o.indicator = e.indicator and o.grade = e.grade)
$$;

-- As before, but one after the other with those who write: whoever adds a revision holds the chain's row by its foreign key, and is waited for. What was
-- emptied on purpose still has words in its older revisions; the empty text becomes a new revision only where it is not the newest already.
create or replace function clear_inquiry_step(p_inquiry bigint, p_step text, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare last inquiry_step;
begin
  perform from inquiry where municipality_id = app_municipality() and id = p_inquiry and school_id = any (app_led()) for update;
  if not found then
    return false;
  end if;
  select * into last from inquiry_step where municipality_id = app_municipality() and inquiry_id = p_inquiry and step = p_step order by rev desc limit 1;
  update inquiry_step set content = '{}'
   where municipality_id = app_municipality() and inquiry_id = p_inquiry and step = p_step and content <> '{}';
  if not found then
    return false;
  end if;
  if last.content <> '{}' then
    insert into inquiry_step (municipality_id, inquiry_id, school_id, step, rev, content, written_at, written_by, written_by_name)
      values (last.municipality_id, p_inquiry, last.school_id, p_step, last.rev + 1, '{}', p_at, app_person(), p_name);
  end if;
  return true;
end $$;

grant create on schema public to kd_definer;
alter function clear_expectation_words(bigint, integer, text, smallint, text, text, timestamptz) owner to kd_definer;
alter function revealed_expectations(bigint, integer, date) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke execute on function clear_expectation_words(bigint, integer, text, smallint, text, text, timestamptz), revealed_expectations(bigint, integer, date) from public;
grant execute on function clear_expectation_words(bigint, integer, text, smallint, text, text, timestamptz), revealed_expectations(bigint, integer, date) to kd_app;
grant insert on expectation, expectation_content, expectation_afterword to kd_definer;
grant select, update on expectation_content, expectation_afterword to kd_definer;
grant select, update (closed_at) on inquiry to kd_definer;
