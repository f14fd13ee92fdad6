-- A point that comes back is the same point: what the school said of it, and when it was talked about, come with it.
grant update (found_at, found_import) on talking_point to kd_app;

-- Work of many kinds (docs/jobs.md). Its kind is what this or a newer version of the program knows, its payload ids and keys only: never words.
alter table job
  drop constraint job_kind_check,
  add constraint job_kind check (kind <> ''),
  add column person_id  bigint,                        -- who set it going, and may see how far it has come
  add column key        text check (key <> ''),        -- what it is about: while it waits, the same is not queued again
  add column steps_done integer not null default 0,
  add column steps      integer,                       -- in all; null before anybody knows
  add constraint job_steps check (steps_done >= 0 and steps_done <= coalesce(steps, steps_done)),
  add foreign key (municipality_id, person_id) references person (municipality_id, id);
create unique index job_once on job (municipality_id, kind, key) where key is not null and done_at is null and given_up_at is null;

-- Whoever causes work writes it, and sees their own.
create policy by_oneself on job for insert with check (municipality_id = (select app_municipality()) and person_id = (select app_person()));
create policy own on job for select using (municipality_id = (select app_municipality()) and person_id = (select app_person()));
grant update (steps_done, steps) on job to kd_app;

-- «Slik ser vi det» is free text, so something may stand there that should not (docs/decisions/0007). It is taken away from every version; that there were
-- words, whose, and who took them away when, stays.
alter table talking_point_view
  drop constraint talking_point_view_body_check,
  add column removed_at      timestamptz,
  add column removed_by      bigint,
  add column removed_by_name text,
  add constraint talking_point_view_words check ((body = '') = (removed_at is not null) and (removed_at is null) = (removed_by_name is null)),
  add foreign key (municipality_id, removed_by) references person (municipality_id, id);

create function keep_point_view() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' and tg_op = 'UPDATE' then
    return new;
  end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger only_added on talking_point_view;
create trigger only_added before update or delete on talking_point_view for each row execute function keep_point_view();

-- Takes the words of every version of a point away. False when there are none, or the actor neither leads the school, nor stands in for its rektor, nor is
-- skoleeier.
create function remove_point_words(p_point bigint, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update talking_point_view v set body = '', removed_at = p_at, removed_by = app_person(), removed_by_name = p_name
   where v.municipality_id = app_municipality() and v.point_id = p_point and v.removed_at is null and (
     app_owner() or v.school_id = any (app_led())
     or (v.circle = 'school' and v.school_id = any (app_schools()) and exists (
       select from deputy d where d.municipality_id = v.municipality_id and d.school_id = v.school_id and d.person_id = app_person() and d.revoked_at is null)));
  return found;
end $$;

grant create on schema public to kd_definer;
alter function remove_point_words(bigint, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function remove_point_words(bigint, text, timestamptz) from public;
grant execute on function remove_point_words(bigint, text, timestamptz) to kd_app;
grant select, update on talking_point_view to kd_definer;
