-- Agreements: what one side of a dialogue promised the other, or what a school asks its owner for. A row for each, and a row for each time that anything
-- about it changed: the newest says how it stands, and they are all its history.
--
-- Who reads: those who took part in the meeting; for a meeting about one school also its rektor, its area leader and skoleeier, and its draft readers, unless
-- the kind is for those who take part alone. Of a meeting of several schools: those who took part, and skoleeier.
create table agreement (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,                     -- made in
  school_id       bigint,                              -- the meeting's; null: several schools
  audience        text not null check (audience in ('participants', 'school', 'group')),   -- the meeting's
  point_id        bigint,                              -- the point of the agenda it came from
  asked           boolean not null default false,      -- began as a school's request for support
  asked_by_school bigint,                              -- which school asked
  made_at         timestamptz not null,
  made_by         bigint not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, asked_by_school) references school (municipality_id, id),
  foreign key (municipality_id, point_id) references meeting_point (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id),
  constraint agreement_of_its_meeting unique (municipality_id, id, meeting_id),
  constraint agreement_save_once unique (municipality_id, save_id),
  constraint agreement_asked_by_a_school check (asked or asked_by_school is null)
);
create index agreement_by_meeting on agreement (municipality_id, meeting_id);
create index agreement_by_school on agreement (municipality_id, school_id);

-- How an agreement stands from now on. Two who change the same agreement make the same number, and one of them is told.
create table agreement_entry (
  municipality_id bigint not null,
  agreement_id    bigint not null,
  number          integer not null check (number > 0),
  meeting_id      bigint not null,
  school_id       bigint,
  audience        text not null check (audience in ('participants', 'school', 'group')),
  change          text not null check (change in ('made', 'asked', 'corrected', 'moved', 'day', 'answered')),
  side            text not null check (side in ('school', 'owner')),     -- whose promise it is
  of_school       bigint,                              -- the school that promised
  what            text not null,
  sha256          bytea not null check (length(sha256) = 32),            -- of `what` as it was written: approved minutes hold it
  who_id          bigint,                              -- null: the side as such
  who_name        text not null default '',
  due             date not null,                       -- when it will be done; while asked: when an answer is wished for
  state           text not null check (state in ('asked', 'open', 'under_way', 'done', 'dropped', 'declined')),
  reason          text not null default '',
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  save_id         uuid not null,
  removed_at      timestamptz,
  removed_by      bigint,
  removed_by_name text,
  primary key (municipality_id, agreement_id, number),
  foreign key (municipality_id, agreement_id, meeting_id) references agreement (municipality_id, id, meeting_id),
  foreign key (municipality_id, of_school) references school (municipality_id, id),
  foreign key (municipality_id, who_id) references person (municipality_id, id),
  foreign key (municipality_id, by_id) references person (municipality_id, id),
  foreign key (municipality_id, removed_by) references person (municipality_id, id),
  constraint agreement_entry_save_once unique (municipality_id, save_id),
  constraint agreement_entry_words check ((what = '') = (removed_at is not null) and (removed_at is null) = (removed_by_name is null)),
  constraint agreement_entry_who check ((who_id is null) = (who_name = '')),
  constraint agreement_entry_asks_the_owner check (state not in ('asked', 'declined') or side = 'owner'),
  constraint agreement_entry_given_up_with_a_word check (state not in ('dropped', 'declined') or reason <> '' or removed_at is not null)
);

do $$
declare t text;
begin
  foreach t in array array['agreement', 'agreement_entry']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy reads on %1$I for select
      using (municipality_id = (select app_municipality()) and (
        (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_led())::bigint[])
        or (audience <> 'participants' and school_id = any ((select app_schools())::bigint[]))
        or meeting_id = any ((select app_meetings())::bigint[])))$p$, t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
end $$;
-- The meeting is looked up under its own policy, and what a row says of it must be so.
create policy makes on agreement for insert
  with check (municipality_id = (select app_municipality()) and made_by = (select app_person())
    and exists (select from meeting m where m.municipality_id = agreement.municipality_id and m.id = agreement.meeting_id
      and m.school_id is not distinct from agreement.school_id and m.audience = agreement.audience)
    and (meeting_id = any ((select app_meetings_as('school'))::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])
      or school_id = any ((select app_led())::bigint[])));
create policy moves on agreement_entry for insert
  with check (municipality_id = (select app_municipality()) and by_id = (select app_person())
    and exists (select from meeting m where m.municipality_id = agreement_entry.municipality_id and m.id = agreement_entry.meeting_id
      and m.school_id is not distinct from agreement_entry.school_id and m.audience = agreement_entry.audience)
    and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or school_id = any ((select app_schools())::bigint[])
      or meeting_id = any ((select app_meetings_as('school'))::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])));

create trigger only_added before update or delete on agreement for each row execute function refuse_change();
create function keep_agreement_entry() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' and tg_op = 'UPDATE' then
    return new;
  end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger only_added before update or delete on agreement_entry for each row execute function keep_agreement_entry();

-- Takes the words of every version of an agreement away, and the reasons with them (docs/decisions/0007). That there was an agreement, whose, when it is due and
-- how it stands, stays; so does the SHA-256 of the words, by which approved minutes know them. False when there are none, or the actor neither leads nor follows
-- up the school, nor leads the meeting.
create function remove_agreement_words(p_agreement bigint, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update agreement_entry e set what = '', reason = '', removed_at = p_at, removed_by = app_person(), removed_by_name = p_name
   where e.municipality_id = app_municipality() and e.agreement_id = p_agreement and (e.removed_at is null or e.reason <> '') and (
     app_owner() or e.school_id = any (app_overseen()) or e.school_id = any (app_led())
     or (e.audience <> 'participants' and e.school_id = any (app_schools()) and exists (
       select from deputy d where d.municipality_id = e.municipality_id and d.school_id = e.school_id and d.person_id = app_person() and d.revoked_at is null))
     or exists (select from meeting m where m.municipality_id = e.municipality_id and m.id = e.meeting_id and m.leader_id = app_person()
       and m.id = any (app_meetings_as('owner'))));
  return found;
end $$;
grant create on schema public to kd_definer;
alter function remove_agreement_words(bigint, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function remove_agreement_words(bigint, text, timestamptz) from public;
grant execute on function remove_agreement_words(bigint, text, timestamptz) to kd_app;
grant select, update on agreement_entry to kd_definer;
