-- Written agreements about a critical area, between a school's leader and the owner (docs/written-agreements.md). Every row says which school it is about, and
-- the policies ask for its chain: rektor, the leader of its area, skoleeier. Nobody else, nobody without a name, and no job reads a row.

create table written_agreement (
  municipality_id   bigint not null,
  id                bigint generated always as identity,
  school_id         bigint not null,
  model_pack_id     bigint not null,                      -- whose words it is written with
  begun_at          timestamptz not null,
  begun_by          bigint not null,
  save_id           uuid not null,
  keep_until        date,                                 -- there from when it ends
  archived_at       timestamptz,                          -- somebody says that it stands in the archive
  archived_by_name  text,
  archive_reference text check (archive_reference <> '' and char_length(archive_reference) <= 120),
  primary key (municipality_id, id),
  constraint written_agreement_save_once unique (municipality_id, save_id),
  constraint written_agreement_school unique (municipality_id, id, school_id),
  constraint written_agreement_archived check ((archived_at is null) = (archived_by_name is null) and (archived_at is null) = (archive_reference is null)),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, begun_by) references person (municipality_id, id)
);
create index written_agreement_by_school on written_agreement (municipality_id, school_id);
create index written_agreement_by_keep on written_agreement (municipality_id, keep_until);

-- The text, and each change of it that both have signed. One value, because it is read, hashed and signed as one.
create table written_version (
  municipality_id bigint not null,
  agreement_id    bigint not null,
  school_id       bigint not null,
  number          integer not null check (number > 0),
  state           text not null default 'draft' check (state in ('draft', 'ready', 'in_force')),
  content         jsonb not null,
  rev             integer not null default 1 check (rev > 0),
  begun_side      text not null check (begun_side in ('school', 'owner')),
  begun_at        timestamptz not null,
  saved_at        timestamptz not null,
  saved_by_name   text not null,
  save_id         uuid not null,                          -- of the save that stands
  in_force_at     timestamptz,
  sha256          bytea check (length(sha256) = 32),      -- of what both signed
  primary key (municipality_id, agreement_id, number),
  constraint written_version_in_force check ((state = 'in_force') = (in_force_at is not null) and (state = 'in_force') = (sha256 is not null)),
  foreign key (municipality_id, agreement_id, school_id) references written_agreement (municipality_id, id, school_id) on delete cascade
);
-- One is written at a time.
create unique index written_version_one_open on written_version (municipality_id, agreement_id) where state <> 'in_force';

create table written_signature (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  agreement_id    bigint not null,
  school_id       bigint not null,
  number          integer not null,
  side            text not null check (side in ('school', 'owner')),
  sha256          bytea not null check (length(sha256) = 32),
  signed_at       timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  withdrawn_at    timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, agreement_id, number) references written_version (municipality_id, agreement_id, number) on delete cascade,
  foreign key (municipality_id, agreement_id, school_id) references written_agreement (municipality_id, id, school_id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create unique index written_signature_once on written_signature (municipality_id, agreement_id, number, side) where withdrawn_at is null;

-- How a promise goes, as the side that gave it says. A promise keeps its number through the versions.
create table written_entry (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  agreement_id    bigint not null,
  school_id       bigint not null,
  line            integer not null check (line > 0),
  side            text not null check (side in ('school', 'owner')),
  state           text not null check (state in ('open', 'started', 'done', 'dropped')),
  note            text not null default '' check (char_length(note) <= 1000),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint written_entry_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, agreement_id, school_id) references written_agreement (municipality_id, id, school_id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index written_entry_by_line on written_entry (municipality_id, agreement_id, line, id);

-- What was seen when the two met to follow it up: on a day that was set in the agreement (line), or on another.
create table written_seen (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  agreement_id    bigint not null,
  school_id       bigint not null,
  line            integer check (line > 0),
  day             date not null,
  meeting_id      bigint,                                 -- when it was booked as a meeting
  note            text not null check (note <> '' and char_length(note) <= 4000),
  side            text not null check (side in ('school', 'owner')),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint written_seen_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, agreement_id, school_id) references written_agreement (municipality_id, id, school_id) on delete cascade,
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index written_seen_by_agreement on written_seen (municipality_id, agreement_id, day);

-- The owner ends it, with what came of it; the school's leader has read that, and may see it otherwise.
create table written_end (
  municipality_id bigint not null,
  agreement_id    bigint not null,
  school_id       bigint not null,
  number          integer not null,                       -- the version that stood
  side            text not null check (side = 'owner'),
  outcome         text not null check (outcome in ('reached', 'partly', 'replaced', 'cancelled')),
  words           text not null check (words <> '' and char_length(words) <= 4000),
  sha256          bytea not null check (length(sha256) = 32),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  primary key (municipality_id, agreement_id),
  foreign key (municipality_id, agreement_id, number) references written_version (municipality_id, agreement_id, number) on delete cascade,
  foreign key (municipality_id, agreement_id, school_id) references written_agreement (municipality_id, id, school_id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create table written_end_answer (
  municipality_id bigint not null,
  agreement_id    bigint not null,
  school_id       bigint not null,
  side            text not null check (side = 'school'),
  view            text not null default '' check (char_length(view) <= 4000),    -- empty: has read it
  sha256          bytea not null check (length(sha256) = 32),                    -- of the end that was read
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  primary key (municipality_id, agreement_id),
  foreign key (municipality_id, agreement_id) references written_end (municipality_id, agreement_id) on delete cascade,
  foreign key (municipality_id, agreement_id, school_id) references written_agreement (municipality_id, id, school_id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

-- What both have signed stands as they signed it, and nothing stands that both have not signed.
create function refuse_change_of_signed_version() returns trigger language plpgsql as $$
declare signed text[]; same bigint;
begin
  if old.state = 'in_force' then
    raise exception 'what both have signed is not changed' using errcode = 'restrict_violation';
  end if;
  select coalesce(array_agg(s.side order by s.side), '{}'), count(*) filter (where s.sha256 = new.sha256) into signed, same from written_signature s
   where s.municipality_id = old.municipality_id and s.agreement_id = old.agreement_id and s.number = old.number and s.withdrawn_at is null;
  if new.content is distinct from old.content and (old.state <> 'draft' or signed <> '{}') then
    raise exception 'the text is signed, or ready to be' using errcode = 'restrict_violation';
  end if;
  if new.state = 'draft' and signed <> '{}' then
    raise exception 'the text is signed' using errcode = 'restrict_violation';
  end if;
  if new.state = 'in_force' and (old.state <> 'ready' or signed <> '{owner,school}' or same <> 2) then
    raise exception 'both have not signed this' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger signed before update on written_version for each row execute function refuse_change_of_signed_version();

create function refuse_signature_out_of_turn() returns trigger language plpgsql as $$
declare stands text;
begin
  select v.state into stands from written_version v
   where v.municipality_id = new.municipality_id and v.agreement_id = new.agreement_id and v.number = new.number;
  if tg_op = 'UPDATE' and stands = 'in_force' then
    raise exception 'both have signed' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' and new.withdrawn_at is null and stands = 'draft' then
    raise exception 'what is being written is not signed' using errcode = 'restrict_violation';
  end if;
  if new.withdrawn_at is null and exists (
       select from written_signature s where s.municipality_id = new.municipality_id and s.agreement_id = new.agreement_id and s.number = new.number
         and s.side <> new.side and s.by_id = new.by_id and s.withdrawn_at is null) then
    raise exception 'one person signs for one side' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger in_turn before insert or update on written_signature for each row execute function refuse_signature_out_of_turn();

-- Rows that are only added, and gone with what they hang on: one function for all slices that have such.
alter function refuse_change_of_sealed() rename to refuse_change_but_by_key;

do $$
declare t text; chain text; own text;
begin
  chain := $c$municipality_id = (select app_municipality()) and (select app_person()) is not null and ((select app_owner())
    or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[]))$c$;
  -- Whoever leads the school is on its side, whatever else they are.
  own := $o$side = case when school_id = any ((select app_led())::bigint[]) then 'school' else 'owner' end$o$;
  foreach t in array array['written_agreement', 'written_version', 'written_signature', 'written_entry', 'written_seen', 'written_end', 'written_end_answer']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['written_agreement', 'written_version']
  loop
    execute format('create policy chain on %I using (%s) with check (%s)', t, chain, chain);
  end loop;
  foreach t in array array['written_signature', 'written_entry', 'written_seen', 'written_end', 'written_end_answer']
  loop
    execute format('create policy chain on %I for select using (%s)', t, chain);
    execute format('create policy adds on %I for insert with check (%s and %s and by_id = (select app_person()))', t, chain, own);
  end loop;
  execute format('create policy withdraws on written_signature for update using (%s and %s) with check (%s and %s)', chain, own, chain, own);
  foreach t in array array['written_entry', 'written_seen', 'written_end', 'written_end_answer']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change_but_by_key()', t);
  end loop;
end $$;

grant select, insert on written_agreement, written_version, written_signature, written_entry, written_seen, written_end, written_end_answer to kd_app;
grant update (keep_until, archived_at, archived_by_name, archive_reference) on written_agreement to kd_app;
grant update (state, content, rev, saved_at, saved_by_name, save_id, in_force_at, sha256) on written_version to kd_app;
grant update (withdrawn_at) on written_signature to kd_app;

-- Gives up what is being written, when nobody's signature stands on it: a change, or all of an agreement that never was one. By the side that began it.
create function drop_written_version(p_agreement bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v written_version;
begin
  select * into v from written_version
   where municipality_id = app_municipality() and agreement_id = p_agreement and state <> 'in_force' and app_person() is not null
     and begun_side = case when school_id = any (app_led()) then 'school' when app_owner() or school_id = any (app_overseen()) then 'owner' end
   for update;
  if not found or exists (select from written_signature s where s.municipality_id = v.municipality_id and s.agreement_id = v.agreement_id
                            and s.number = v.number and s.withdrawn_at is null) then
    return false;
  end if;
  if v.number = 1 then
    delete from written_agreement where municipality_id = v.municipality_id and id = v.agreement_id;
  else
    delete from written_version where municipality_id = v.municipality_id and agreement_id = v.agreement_id and number = v.number;
  end if;
  return true;
end $$;

-- Deletes what is kept no longer and stands in the archive. Only work that acts for nobody.
create function forget_written_agreements(p_today date) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
  if app_person() is not null or not app_owner() then return 0; end if;
  delete from written_agreement where municipality_id = app_municipality() and keep_until < p_today and archived_at is not null;
  get diagnostics gone = row_count;
  return gone;
end $$;

grant create on schema public to kd_definer;
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'public' and p.proname in ('drop_written_version', 'forget_written_agreements')
  loop
    execute format('alter function %s owner to kd_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to kd_app', f);
  end loop;
end $$;
revoke create on schema public from kd_definer;
grant select, delete on written_agreement, written_version to kd_definer;
grant update (rev) on written_version to kd_definer;
grant select on written_signature to kd_definer;
