-- Sign-in and sessions happen before an actor is known, so the application reaches these tables through functions that do one thing each.
-- Sessions live by the database's clock. Only the hash of a token is stored.
create table session (
  token_hash      bytea primary key check (length(token_hash) = 32),
  id              bigint generated always as identity unique,
  account_id      bigint not null references account (id),
  municipality_id bigint not null,
  person_id       bigint not null,
  created_at      timestamptz not null default now(),
  last_seen_at    timestamptz not null default now(),
  ended_at        timestamptz,
  user_agent      text not null default '',
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
create index session_by_account on session (account_id) where ended_at is null;

-- A single-use link to choose a password.
create table password_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id bigint not null references account (id),
  expires_at timestamptz not null,
  used_at    timestamptz
);

-- How often a credential was tried: by account first, generously by address (a whole municipality sits behind one). `key` is a hash.
create table sign_in_attempt (
  key        bytea not null,
  window_at  timestamptz not null,
  failures   integer not null,
  primary key (key, window_at)
);

-- Idle for an hour, or ten hours old: over. Returns null columns when there is no living session.
create function session_actor(p_token_hash bytea, p_today date, p_touch boolean)
returns table (session_id bigint, account_id bigint, municipality_id bigint, municipality_name text, municipality_language text,
               person_id bigint, name text, title text, language text, welcomed boolean, roles jsonb, overseen bigint[], deputy_for bigint[], other_places boolean, model_pack_id bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare s session;
begin
  select * into s from session where token_hash = p_token_hash and ended_at is null
     and last_seen_at > now() - interval '60 minutes' and created_at > now() - interval '10 hours';
  if not found then return; end if;
  if p_touch and s.last_seen_at < now() - interval '1 minute' then
    update session set last_seen_at = now() where token_hash = p_token_hash;
  end if;
  return query
  select s.id, s.account_id, m.id, m.name, m.language, p.id, p.name, p.title, p.language, p.welcomed_at is not null,
    coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'area', r.area_id, 'school', r.school_id, 'function', r.function,
                'reads_drafts', r.reads_drafts, 'writes_drafts', r.writes_drafts, 'acting', r.acting) order by r.id)
              from role_assignment r where r.municipality_id = m.id and r.person_id = p.id
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '[]'),
    coalesce((select array_agg(distinct sc.id) from role_assignment r join school sc on sc.municipality_id = r.municipality_id and sc.area_id = r.area_id
              where r.municipality_id = m.id and r.person_id = p.id and r.role = 'omradeleder'
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '{}'),
    coalesce((select array_agg(d.school_id) from deputy d where d.municipality_id = m.id and d.person_id = p.id and d.revoked_at is null), '{}'),
    exists (select from person o where o.account_id = s.account_id and o.municipality_id <> m.id),
    (select max(k.id) from model_pack k where k.municipality_id = m.id)
  from person p join municipality m on m.id = p.municipality_id join account a on a.id = p.account_id
  where p.municipality_id = s.municipality_id and p.id = s.person_id and a.disabled_at is null;
end $$;

-- The account that a session belonged to, also after it died: so that text from a dead session is only saved for the one who wrote it.
create function session_account(p_token_hash bytea) returns bigint
language sql stable security definer set search_path = public, pg_temp as
  $$ select account_id from session where token_hash = p_token_hash $$;

create function sign_in_account(p_login text) returns table (account_id bigint, password_hash text)
language sql stable security definer set search_path = public, pg_temp as
  $$ select id, password_hash from account where login = lower(p_login) and disabled_at is null $$;

-- A new session for the account, in the municipality it used last (or its first). Null when the account is no person anywhere.
create function open_session(p_account_id bigint, p_token_hash bytea, p_user_agent text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare chosen person;
begin
  select p.* into chosen from person p left join session s on s.municipality_id = p.municipality_id and s.person_id = p.id
   where p.account_id = p_account_id order by s.created_at desc nulls last, p.id limit 1;
  if not found then return null; end if;
  insert into session (token_hash, account_id, municipality_id, person_id, user_agent)
    values (p_token_hash, p_account_id, chosen.municipality_id, chosen.id, left(p_user_agent, 200));
  return chosen.id;
end $$;

-- The account's other places of work, to choose between.
create function session_places(p_token_hash bytea) returns table (municipality_id bigint, name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.name from session s join person p on p.account_id = s.account_id join municipality m on m.id = p.municipality_id
   where s.token_hash = p_token_hash and s.ended_at is null order by m.name $$;

create function move_session(p_token_hash bytea, p_municipality_id bigint) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with moved as (
    update session s set municipality_id = p.municipality_id, person_id = p.id from person p
     where s.token_hash = p_token_hash and s.ended_at is null and p.account_id = s.account_id and p.municipality_id = p_municipality_id
    returning 1)
  select exists (select from moved) $$;

create function end_session(p_token_hash bytea) returns void
language sql security definer set search_path = public, pg_temp as
  $$ update session set ended_at = now() where token_hash = p_token_hash and ended_at is null $$;

-- The living sessions of the account that holds this one.
create function account_sessions(p_token_hash bytea) returns table (id bigint, created_at timestamptz, last_seen_at timestamptz, user_agent text, is_this boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.created_at, o.last_seen_at, o.user_agent, o.token_hash = p_token_hash
    from session s join session o on o.account_id = s.account_id
   where s.token_hash = p_token_hash and s.ended_at is null and o.ended_at is null
     and o.last_seen_at > now() - interval '60 minutes' and o.created_at > now() - interval '10 hours'
   order by o.last_seen_at desc $$;

-- Ends one other session of the same account; true when it did.
create function end_account_session(p_token_hash bytea, p_id bigint) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with ended as (
    update session o set ended_at = now() from session s
     where s.token_hash = p_token_hash and s.ended_at is null and o.account_id = s.account_id and o.id = p_id and o.ended_at is null
    returning 1)
  select exists (select from ended) $$;

create function own_password_hash(p_token_hash bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select a.password_hash from session s join account a on a.id = s.account_id where s.token_hash = p_token_hash and s.ended_at is null $$;

-- A new password ends every other session of the account.
create function change_own_password(p_token_hash bytea, p_password_hash text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_account bigint;
begin
  select account_id into v_account from session where token_hash = p_token_hash and ended_at is null;
  if v_account is null then return; end if;
  update account set password_hash = p_password_hash where id = v_account;
  update session set ended_at = now() where account_id = v_account and token_hash <> p_token_hash and ended_at is null;
end $$;

create function password_link_login(p_token_hash bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select a.login from password_link l join account a on a.id = l.account_id
   where l.token_hash = p_token_hash and l.used_at is null and l.expires_at > now() and a.disabled_at is null $$;

-- Uses the link up; true when it was good. Ends every session of the account.
create function use_password_link(p_token_hash bytea, p_password_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_account bigint;
begin
  update password_link set used_at = now() where token_hash = p_token_hash and used_at is null and expires_at > now() returning account_id into v_account;
  if v_account is null then return false; end if;
  update account set password_hash = p_password_hash where id = v_account;
  update session set ended_at = now() where account_id = v_account and ended_at is null;
  return true;
end $$;

-- For the operator's commands: an account for a login, made when missing.
create function account_for_login(p_login text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_id bigint;
begin
  insert into account (login) values (lower(p_login)) on conflict (login) do nothing;
  select id into v_id from account where login = lower(p_login);
  return v_id;
end $$;

create function make_password_link(p_account_id bigint, p_token_hash bytea, p_valid interval) returns timestamptz
language sql security definer set search_path = public, pg_temp as $$
  insert into password_link (token_hash, account_id, expires_at) values (p_token_hash, p_account_id, now() + p_valid) returning expires_at $$;

create function set_account_password(p_account_id bigint, p_password_hash text) returns void
language sql security definer set search_path = public, pg_temp as $$ update account set password_hash = p_password_hash where id = p_account_id $$;

-- Disables or enables an account; disabling ends its sessions.
create function set_account_disabled(p_login text, p_disabled boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_id bigint;
begin
  update account set disabled_at = case when p_disabled then now() end where login = lower(p_login) returning id into v_id;
  if v_id is null then return false; end if;
  if p_disabled then update session set ended_at = now() where account_id = v_id and ended_at is null; end if;
  return true;
end $$;

create function municipality_by_number(p_number text) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$ select id from municipality where number = p_number $$;

-- For `--demo` and the readiness of an empty installation: is there any municipality at all?
create function any_municipality() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$ select exists (select from municipality) $$;

-- The limiter. Windows are a quarter of an hour by the database's clock; a success clears the account's.
create function count_failed_attempt(p_key bytea) returns integer
language sql security definer set search_path = public, pg_temp as $$
  insert into sign_in_attempt (key, window_at, failures) values (p_key, date_bin('15 minutes', now(), '2000-01-01'), 1)
  on conflict (key, window_at) do update set failures = sign_in_attempt.failures + 1 returning failures $$;
create function failed_attempts(p_key bytea) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(failures), 0)::integer from sign_in_attempt where key = p_key and window_at > now() - interval '30 minutes' $$;
create function clear_failed_attempts(p_key bytea) returns void
language sql security definer set search_path = public, pg_temp as $$ delete from sign_in_attempt where key = p_key or window_at < now() - interval '1 day' $$;

-- Tells people of something. A definer function, because a notification is visible to its receiver alone, and the teller is another.
-- The municipality must be the transaction's own.
create function tell(p_municipality_id bigint, p_people bigint[], p_kind text, p_detail jsonb, p_href text, p_at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into notification (municipality_id, person_id, kind, detail, href, created_at)
  select p_municipality_id, unnest(p_people), p_kind, p_detail, p_href, p_at where p_municipality_id = app_municipality() $$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef
  loop
    execute format('alter function %s owner to kd_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to kd_app', f);
  end loop;
end $$;

grant select on municipality, school, person, role_assignment, deputy, model_pack to kd_definer;
grant select, insert, update on account, session, password_link, sign_in_attempt to kd_definer;
grant delete on sign_in_attempt to kd_definer;
grant insert on notification to kd_definer;
revoke create on schema public from kd_definer;
