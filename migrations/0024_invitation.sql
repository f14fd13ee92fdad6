-- Invitations leave the house: by mail, and as a calendar that a person's own calendar program fetches (docs/decisions/0020).

-- How somebody wants to hear of meetings by mail. Without a row: at once.
create table mail_choice (
  municipality_id bigint not null,
  person_id       bigint not null,
  choice          text not null check (choice in ('at_once', 'weekly', 'none')),
  chosen_at       timestamptz not null,
  primary key (municipality_id, person_id),
  foreign key (municipality_id, person_id) references person (municipality_id, id)
);
alter table mail_choice enable row level security;
alter table mail_choice force row level security;
create policy own on mail_choice
  using (municipality_id = (select app_municipality()) and person_id = (select app_person()))
  with check (municipality_id = (select app_municipality()) and person_id = (select app_person()));
grant select, insert on mail_choice to kd_app;
grant update (choice, chosen_at) on mail_choice to kd_app;

-- The secret address of a person's calendar: one at a time, and only its hash.
create table calendar_feed (
  municipality_id bigint not null,
  person_id       bigint not null,
  token_hash      bytea check (length(token_hash) = 32),     -- null: ended
  made_at         timestamptz not null,
  primary key (municipality_id, person_id),
  foreign key (municipality_id, person_id) references person (municipality_id, id),
  constraint calendar_feed_token_once unique (token_hash)
);
alter table calendar_feed enable row level security;
alter table calendar_feed force row level security;
create policy own on calendar_feed
  using (municipality_id = (select app_municipality()) and person_id = (select app_person()))
  with check (municipality_id = (select app_municipality()) and person_id = (select app_person()));
grant select, insert on calendar_feed to kd_app;
grant update (token_hash, made_at) on calendar_feed to kd_app;

-- A mail about a meeting to one person: what it is about, never what it says.
create table meeting_mail (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  meeting_id      bigint not null,
  school_id       bigint,                              -- the meeting's
  person_id       bigint not null,
  what            text not null check (what in ('invitation', 'moved', 'cancelled', 'unasked', 'minutes')),
  sequence        integer not null,                    -- of the invitation, when it was written
  urgent          boolean not null,                    -- may go in the evening and at weekends
  weekly          boolean not null,                    -- goes with the others of the week
  made_at         timestamptz not null,
  due_at          timestamptz not null,
  sent_at         timestamptz,
  dropped_at      timestamptz,                         -- no longer true, or no longer theirs
  refused_at      timestamptz,                         -- the mail system of the address would not have it
  primary key (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id),
  constraint meeting_mail_ends_once check (num_nonnulls(sent_at, dropped_at, refused_at) <= 1)
);
create index meeting_mail_by_meeting on meeting_mail (municipality_id, meeting_id);
create index meeting_mail_of_the_week on meeting_mail (municipality_id, person_id) where weekly and sent_at is null and dropped_at is null and refused_at is null;
alter table meeting_mail enable row level security;
alter table meeting_mail force row level security;
-- Those who arrange it see whom a mail did not reach. The municipality's work, which acts as nobody in particular, writes.
create policy arranges on meeting_mail for select
  using (municipality_id = (select app_municipality()) and (
    (select app_owner()) or school_id = any ((select app_overseen())::bigint[]) or meeting_id = any ((select app_meetings_as('owner'))::bigint[])));
create policy work_adds on meeting_mail for insert
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and (select app_person()) is null);
create policy work_changes on meeting_mail for update
  using (municipality_id = (select app_municipality()) and (select app_owner()) and (select app_person()) is null)
  with check (municipality_id = (select app_municipality()) and (select app_owner()) and (select app_person()) is null);
grant select, insert on meeting_mail to kd_app;
grant update (due_at, sent_at, dropped_at, refused_at) on meeting_mail to kd_app;

-- Whether somebody is asked to a meeting: null when they never were, or no longer belong to what they were asked as. As `takes_part_as` says it.
create function asked_to(p_meeting bigint, p_person bigint, p_today date) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select bool_or(c.removed_at is null)
    from meeting_participant c join meeting m on m.municipality_id = c.municipality_id and m.id = c.meeting_id
   where c.municipality_id = app_municipality() and c.meeting_id = p_meeting and c.person_id = p_person
     and exists (select from role_assignment r left join school s on s.municipality_id = r.municipality_id and s.id = m.school_id
       where r.municipality_id = c.municipality_id and r.person_id = c.person_id and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)
         and case c.side when 'school' then r.school_id = c.school_id
           when 'owner' then r.role = 'skoleeier' or (r.role = 'omradeleder' and (m.school_id is null or s.area_id = r.area_id))
           else true end) $$;

-- Where a mail to somebody about a meeting goes, for the municipality's work alone; nothing for one whose account is closed, or who holds no role today
-- that they were asked as.
create function mail_recipient(p_person bigint, p_meeting bigint, p_today date) returns table (login text, name text, language text, choice text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.login, p.name, coalesce(p.language, m.language), coalesce(c.choice, 'at_once')
    from person p join account a on a.id = p.account_id join municipality m on m.id = p.municipality_id
    left join mail_choice c on c.municipality_id = p.municipality_id and c.person_id = p.id
   where p.municipality_id = app_municipality() and app_owner() and app_person() is null and p.id = p_person and a.disabled_at is null
     and asked_to(p_meeting, p_person, p_today) is not null $$;

-- Whose calendar the secret address is, with the roles held today: `session_actor` for one who has no session. Nothing when there is no such address, or
-- the account is closed.
create function calendar_feed_actor(p_token_hash bytea, p_today date)
returns table (account_id bigint, municipality_id bigint, municipality_name text, municipality_language text, person_id bigint, name text, title text,
               language text, roles jsonb, overseen bigint[])
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, m.id, m.name, m.language, p.id, p.name, p.title, p.language,
    coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'area', r.area_id, 'school', r.school_id, 'function', r.function,
                'reads_drafts', r.reads_drafts, 'writes_drafts', r.writes_drafts, 'acting', r.acting) order by r.id)
              from role_assignment r where r.municipality_id = m.id and r.person_id = p.id
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '[]'),
    coalesce((select array_agg(distinct sc.id) from role_assignment r join school sc on sc.municipality_id = r.municipality_id and sc.area_id = r.area_id
              where r.municipality_id = m.id and r.person_id = p.id and r.role = 'omradeleder'
                and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)), '{}')
  from calendar_feed f join person p on p.municipality_id = f.municipality_id and p.id = f.person_id
  join municipality m on m.id = p.municipality_id join account a on a.id = p.account_id
  where f.token_hash = p_token_hash and a.disabled_at is null $$;

-- Who of these is in another meeting at that time, and when; never in which. For those who book, of themselves and of the schools they follow up.
create function busy_at(p_people bigint[], p_from timestamptz, p_to timestamptz, p_but bigint, p_today date)
returns table (person_id bigint, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct c.person_id, m.starts_at, m.ends_at
    from meeting_participant c join meeting m on m.municipality_id = c.municipality_id and m.id = c.meeting_id
   where c.municipality_id = app_municipality() and c.person_id = any (p_people) and c.removed_at is null and c.answer is distinct from 'not_coming'
     and m.state = 'booked' and m.id is distinct from p_but and m.starts_at < p_to and m.ends_at > p_from
     and (c.person_id = app_person() or app_owner() or exists (
       select from role_assignment r where r.municipality_id = c.municipality_id and r.person_id = c.person_id and r.role = 'rektor'
         and r.school_id = any (app_overseen()) and r.valid_from <= p_today and (r.valid_to is null or r.valid_to >= p_today)))
   order by m.starts_at $$;

grant create on schema public to kd_definer;
alter function mail_recipient(bigint, bigint, date) owner to kd_definer;
alter function calendar_feed_actor(bytea, date) owner to kd_definer;
alter function busy_at(bigint[], timestamptz, timestamptz, bigint, date) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function mail_recipient(bigint, bigint, date), calendar_feed_actor(bytea, date), busy_at(bigint[], timestamptz, timestamptz, bigint, date) from public;
grant execute on function mail_recipient(bigint, bigint, date), calendar_feed_actor(bytea, date), busy_at(bigint[], timestamptz, timestamptz, bigint, date) to kd_app;
grant select on mail_choice, calendar_feed to kd_definer;

-- The sign-in name of the one who asks: where their mail goes.
create function own_login(p_token_hash bytea) returns text language sql stable security definer set search_path = public, pg_temp as $$
  select a.login from session s join account a on a.id = s.account_id where s.token_hash = p_token_hash and s.ended_at is null $$;
grant create on schema public to kd_definer;
alter function own_login(bytea) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function own_login(bytea) from public;
grant execute on function own_login(bytea) to kd_app;
