-- Work that is done after the request that caused it: written in its transaction, taken by whichever node is free, done once.
create table job (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  kind            text not null check (kind in ('figures_changed')),
  payload         jsonb not null,
  made_at         timestamptz not null,
  run_after       timestamptz not null,                -- not before; later after each attempt that failed
  attempts        integer not null default 0,
  done_at         timestamptz,
  given_up_at     timestamptz,                         -- failed too often: an operator must look
  error           text,                                -- of the last attempt; never what somebody wrote
  primary key (municipality_id, id)
);
create index job_due on job (run_after) where done_at is null and given_up_at is null;

alter table job enable row level security;
alter table job force row level security;
create policy owner on job
  using (municipality_id = (select app_municipality()) and (select app_owner()))
  with check (municipality_id = (select app_municipality()) and (select app_owner()));
grant select, insert on job to kd_app;
grant update (run_after, attempts, done_at, given_up_at, error) on job to kd_app;

-- Where there is work, before any municipality is known; nothing of what it is.
create function municipalities_with_jobs(p_now timestamptz) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct municipality_id from job where done_at is null and given_up_at is null and run_after <= p_now order by municipality_id $$;
grant create on schema public to kd_definer;
alter function municipalities_with_jobs(timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function municipalities_with_jobs(timestamptz) from public;
grant execute on function municipalities_with_jobs(timestamptz) to kd_app;
grant select on job to kd_definer;
