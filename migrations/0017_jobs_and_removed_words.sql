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
