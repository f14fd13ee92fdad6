-- Stories: what people at a school have seen, beside the figures and of the same weight. draft → shared at the school → delivered (frozen) → withdrawn.
create table story (
  municipality_id   bigint not null references municipality (id),
  id                bigint generated always as identity,
  school_id         bigint not null,
  author_id         bigint not null,
  author_name       text not null,
  author_title      text not null,
  from_reader       boolean not null,                    -- by a pupil or a parent: a draft for the author and the rektor alone
  on_behalf_of      text not null default '',
  kind              text not null check (kind in ('observation', 'practice', 'state')),
  title             text not null,
  body              text not null,
  context           text not null,
  consent           text not null default '' check (consent in ('', 'unrecognisable', 'agreed')),
  indicators        text[] not null default '{}',
  themes            text[] not null default '{}',
  grades            smallint[] not null default '{}',
  state             text not null default 'draft' check (state in ('draft', 'shared', 'delivered', 'withdrawn')),
  rev               integer not null default 1 check (rev > 0),
  save_id           uuid not null,                       -- made with the form: sent twice, it is written once
  written_at        timestamptz not null,
  changed_at        timestamptz not null,
  shared_at         timestamptz,
  shared_by_name    text,
  delivered_at      timestamptz,
  delivered_by_name text,
  sha256            bytea check (length(sha256) = 32),   -- of what was delivered
  withdrawn_at      timestamptz,
  withdrawn_by_name text,
  withdrawn_reason  text,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, author_id) references person (municipality_id, id),
  constraint story_save_once unique (municipality_id, save_id),
  -- Nobody but the school's own draft readers meets a story before somebody has answered for those it tells of.
  constraint story_consent check (consent <> '' or state in ('draft', 'withdrawn')),
  constraint story_delivered check (state <> 'delivered' or (delivered_at is not null and sha256 is not null)),
  constraint story_words check (title <> '' or state = 'withdrawn'),
  constraint story_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null and withdrawn_reason is not null))
);
create index story_by_school on story (municipality_id, school_id);

alter table story enable row level security;
alter table story force row level security;
create policy reads on story for select
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_led())::bigint[])
    or (author_id = (select app_person()) and (school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])))
    or (not from_reader and school_id = any ((select app_schools())::bigint[]))
    or (state in ('shared', 'delivered') and (school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])))
    or (delivered_at is not null and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])))));
create policy writes on story for insert
  with check (municipality_id = (select app_municipality()) and author_id = (select app_person()) and state = 'draft'
    and ((school_id = any ((select app_schools())::bigint[]) and not from_reader)
      or (school_id = any ((select app_reader_schools())::bigint[]) and from_reader)));
create policy changes on story for update
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_led())::bigint[])
    or (state in ('draft', 'shared') and author_id = (select app_person())
      and (school_id = any ((select app_schools())::bigint[]) or school_id = any ((select app_reader_schools())::bigint[])))
    or (state = 'shared' and school_id = any ((select app_schools())::bigint[]))))
  with check (municipality_id = (select app_municipality()));

-- Only a draft is written in, and what is delivered stays so.
create function keep_story() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' then
    return new;
  end if;
  if old.state in ('delivered', 'withdrawn') or new.state = 'withdrawn' or (old.state <> 'draft' and
      (old.title, old.body, old.context, old.on_behalf_of, old.kind, old.consent, old.indicators, old.themes, old.grades)
        is distinct from (new.title, new.body, new.context, new.on_behalf_of, new.kind, new.consent, new.indicators, new.themes, new.grades)) then
    raise exception 'a story that is not a draft is not changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger kept before update on story for each row execute function keep_story();

-- Takes the words away for good; that there was a story, whose, and why it is gone, stays. False when the actor may not, or it is gone.
create function withdraw_story(p_story bigint, p_reason text, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update story set state = 'withdrawn', title = '', body = '', context = '', on_behalf_of = '', rev = rev + 1,
      withdrawn_at = p_at, withdrawn_by_name = p_name, withdrawn_reason = p_reason
   where municipality_id = app_municipality() and id = p_story and state <> 'withdrawn' and (
     school_id = any (app_led()) or (state = 'delivered' and app_owner())
     or (state in ('draft', 'shared') and author_id = app_person() and (school_id = any (app_schools()) or school_id = any (app_reader_schools()))));
  return found;
end $$;

grant select, insert on story to kd_app;
grant update (kind, title, body, context, on_behalf_of, consent, indicators, themes, grades, state, rev, changed_at, shared_at, shared_by_name,
  delivered_at, delivered_by_name, sha256) on story to kd_app;

-- From figures to action: a chain that starts at a figure as it was, or at a story. The school's own until its rektor shows it to those who follow it up.
create table inquiry (
  municipality_id bigint not null references municipality (id),
  id              bigint generated always as identity,
  school_id       bigint not null,
  circle          text not null check (circle in ('school', 'named')),     -- a figure for named roles keeps its chain to them
  indicator       text,
  grade           smallint not null default 0,                             -- as in indicator_value
  figure_year     integer,
  figure          jsonb,                                                   -- the copy: `inquiry::CopiedFigure`
  story_id        bigint,
  check_on        date,                                                    -- when the school looks at what it does
  measured_on     date,                                                    -- when the next figure is looked for, where somebody has said another day
  save_id         uuid not null,
  started_at      timestamptz not null,
  started_by      bigint not null,
  started_by_name text not null,
  shown_at        timestamptz,
  shown_by_name   text,
  closed_at       timestamptz,
  closed_by_name  text,
  primary key (municipality_id, id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, story_id) references story (municipality_id, id),
  constraint inquiry_save_once unique (municipality_id, save_id),
  constraint inquiry_origin check (indicator is not null or story_id is not null),
  constraint inquiry_figure check ((indicator is null) = (figure is null) and (figure is null) = (figure_year is null))
);
create index inquiry_by_school on inquiry (municipality_id, school_id);

-- What is written in a step. The newest revision stands; none is ever changed.
create table inquiry_step (
  municipality_id bigint not null,
  inquiry_id      bigint not null,
  school_id       bigint not null,
  step            text not null check (step in ('seen', 'why', 'action', 'expectation', 'measurement', 'outcome')),
  rev             integer not null check (rev > 0),
  content         jsonb not null,                                          -- `inquiry::Content`
  written_at      timestamptz not null,
  written_by      bigint not null,
  written_by_name text not null,
  primary key (municipality_id, inquiry_id, step, rev),
  foreign key (municipality_id, inquiry_id) references inquiry (municipality_id, id)
);

-- What a chain leads to or leans on, typed, so that it can be followed from both ends. A kind names its target by key or by id.
create table inquiry_link (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  inquiry_id      bigint not null,
  school_id       bigint not null,
  kind            text not null check (kind in ('indicator', 'story', 'continues')),
  target_key      text not null default '',
  target_id       bigint not null default 0,
  added_at        timestamptz not null,
  added_by_name   text not null,
  removed_at      timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, inquiry_id) references inquiry (municipality_id, id),
  constraint inquiry_link_target check ((target_key = '') <> (target_id = 0))
);
create unique index inquiry_link_once on inquiry_link (municipality_id, inquiry_id, kind, target_key, target_id) where removed_at is null;
create index inquiry_link_by_target on inquiry_link (municipality_id, kind, target_id) where target_id <> 0;

alter table inquiry enable row level security;
alter table inquiry force row level security;
create policy reads on inquiry for select
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_led())::bigint[])
    or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))
    or (shown_at is not null and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])))));
create policy starts on inquiry for insert
  with check (municipality_id = (select app_municipality()) and started_by = (select app_person()) and (
    school_id = any ((select app_led())::bigint[]) or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))));
create policy changes on inquiry for update
  using (municipality_id = (select app_municipality()) and (
    school_id = any ((select app_led())::bigint[]) or (circle = 'school' and school_id = any ((select app_schools())::bigint[]))))
  with check (municipality_id = (select app_municipality()));

-- Steps and links are read with their chain, whose own policy answers here.
do $$
declare t text;
begin
  foreach t in array array['inquiry_step', 'inquiry_link']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy with_its_chain on %1$I for select
      using (municipality_id = (select app_municipality())
        and exists (select from inquiry i where i.municipality_id = %1$I.municipality_id and i.id = %1$I.inquiry_id))$p$, t);
    execute format($p$create policy writes on %1$I for insert
      with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[])
        and exists (select from inquiry i where i.municipality_id = %1$I.municipality_id and i.id = %1$I.inquiry_id and i.school_id = %1$I.school_id))$p$, t);
  end loop;
end $$;
create policy removes on inquiry_link for update
  using (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[])
    and exists (select from inquiry i where i.municipality_id = inquiry_link.municipality_id and i.id = inquiry_link.inquiry_id))
  with check (municipality_id = (select app_municipality()));

create function keep_inquiry_step() returns trigger language plpgsql as $$
begin
  if current_user = 'kd_definer' and tg_op = 'UPDATE' then
    return new;
  end if;
  raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger only_added before update or delete on inquiry_step for each row execute function keep_inquiry_step();

-- Takes away what was written in a step, in every revision, for what should not have been written. The empty text becomes a new revision, so that somebody
-- who has the old one open is told. False when the actor does not lead the school, or nothing is written.
create function clear_inquiry_step(p_inquiry bigint, p_step text, p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare last inquiry_step;
begin
  select * into last from inquiry_step
   where municipality_id = app_municipality() and inquiry_id = p_inquiry and step = p_step and school_id = any (app_led())
   order by rev desc limit 1;
  if not found then
    return false;
  end if;
  update inquiry_step set content = '{}' where municipality_id = last.municipality_id and inquiry_id = p_inquiry and step = p_step;
  insert into inquiry_step (municipality_id, inquiry_id, school_id, step, rev, content, written_at, written_by, written_by_name)
    values (last.municipality_id, p_inquiry, last.school_id, p_step, last.rev + 1, '{}', p_at, app_person(), p_name);
  return true;
end $$;

grant select, insert on inquiry, inquiry_step, inquiry_link to kd_app;
grant update (check_on, measured_on, shown_at, shown_by_name, closed_at, closed_by_name) on inquiry to kd_app;
grant update (removed_at) on inquiry_link to kd_app;

grant create on schema public to kd_definer;
alter function withdraw_story(bigint, text, text, timestamptz) owner to kd_definer;
alter function clear_inquiry_step(bigint, text, text, timestamptz) owner to kd_definer;
revoke create on schema public from kd_definer;
revoke all on function withdraw_story(bigint, text, text, timestamptz), clear_inquiry_step(bigint, text, text, timestamptz) from public;
grant execute on function withdraw_story(bigint, text, text, timestamptz), clear_inquiry_step(bigint, text, text, timestamptz) to kd_app;
grant select, update on story, inquiry_step to kd_definer;
grant insert on inquiry_step to kd_definer;
