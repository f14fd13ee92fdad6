-- Rolling a round to the next year. What was copied, reset and dropped is kept as it was shown before it was done.
create table round_roll (
  municipality_id bigint not null,
  round_id        bigint not null,                     -- the new round
  plan            jsonb not null,
  primary key (municipality_id, round_id),
  foreign key (municipality_id, round_id) references round (municipality_id, id)
);
alter table round_roll enable row level security;
alter table round_roll force row level security;
create policy owner on round_roll
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
create trigger only_added before update or delete on round_roll for each row execute function refuse_change();
grant select, insert on round_roll to kd_app;

-- Who has which part at a school is the school's own, and the municipality reads no such row. Rolling copies them all the same, through two functions:
-- one lists them, the other copies those that are asked for and that are there, for people who still belong to the school.
create function parts_to_roll(p_round_id bigint, p_today date)
returns table (school_id bigint, part text, person_id bigint, still_there boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select g.school_id, g.part, g.person_id,
    exists (select from role_assignment r where r.municipality_id = g.municipality_id and r.person_id = g.person_id and r.school_id = g.school_id
              and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today))
  from self_assessment a
  join part_assignment g on g.municipality_id = a.municipality_id and g.document_id = a.document_id and g.withdrawn_at is null
  where a.municipality_id = app_municipality() and app_owner() and a.round_id = p_round_id and a.school_id is not null
  order by g.school_id, g.id $$;

create function roll_parts(p_from bigint, p_to bigint, p_schools bigint[], p_parts text[], p_people bigint[], p_today date, p_at timestamptz)
returns bigint language sql security definer set search_path = public, pg_temp as $$
  with copied as (
    insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
    select n.municipality_id, n.document_id, n.school_id, g.part, g.person_id, g.given_by, p_at
    from unnest(p_schools, p_parts, p_people) as wanted (school_id, part, person_id)
    join round r on r.municipality_id = app_municipality() and r.id = p_to and r.rolled_from = p_from
    join self_assessment o on o.municipality_id = r.municipality_id and o.round_id = p_from and o.school_id = wanted.school_id
    join self_assessment n on n.municipality_id = r.municipality_id and n.round_id = p_to and n.school_id = wanted.school_id
    join part_assignment g on g.municipality_id = o.municipality_id and g.document_id = o.document_id and g.part = wanted.part
      and g.person_id = wanted.person_id and g.withdrawn_at is null
    where app_owner()
      and exists (select from role_assignment h where h.municipality_id = g.municipality_id and h.person_id = g.person_id and h.school_id = g.school_id
                    and h.valid_from <= p_today and (h.valid_to is null or h.valid_to >= p_today))
    returning 1)
  select count(*) from copied $$;

grant create on schema public to kd_definer;
do $$
declare f regprocedure;
begin
  foreach f in array array['parts_to_roll(bigint, date)', 'roll_parts(bigint, bigint, bigint[], text[], bigint[], date, timestamptz)']::regprocedure[]
  loop
    execute format('alter function %s owner to kd_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to kd_app', f);
  end loop;
end $$;
revoke create on schema public from kd_definer;
grant select on round, self_assessment, part_assignment to kd_definer;
grant insert on part_assignment to kd_definer;
