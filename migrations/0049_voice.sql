-- Rounds in which people without an account answer (docs/voices.md). What is kept of an answer is that one more chose a choice: no row of its own, no time, no
-- order, no address. The application neither reads nor writes the sums; functions of the definer do, and give out what a theme that is closed came to.

create table voice_round (
  municipality_id    bigint not null,
  id                 bigint generated always as identity,
  school_id          bigint not null,
  kind               text not null,                      -- key of the pack's kind of round
  model_pack_id      bigint not null,
  document_id        bigint not null,                    -- what grown-ups write of it
  self_assessment_id bigint,                             -- what it is asked for; none: for the school itself
  meeting_id         bigint,
  words              jsonb not null,                     -- what those who answer read of the round, in both languages, as it was asked
  code               text not null check (code ~ '^[2-9A-HJKMNP-Y]{8}$'),
  smallest           smallint not null check (smallest between 3 and 20),
  made_at            timestamptz not null,
  made_by            bigint not null,
  made_by_name       text not null,
  expires_at         timestamptz not null check (expires_at > made_at),
  ended_at           timestamptz,
  published          jsonb,                              -- what those who were asked read afterwards; frozen when it is shown
  published_at       timestamptz,
  save_id            uuid not null,
  primary key (municipality_id, id),
  constraint voice_round_code unique (code),
  constraint voice_round_save_once unique (municipality_id, save_id),
  constraint voice_round_school unique (municipality_id, id, school_id),
  constraint voice_round_for_one check (self_assessment_id is null or meeting_id is null),
  constraint voice_round_published check ((published is null) = (published_at is null)),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, document_id) references document (municipality_id, id),
  foreign key (municipality_id, self_assessment_id) references self_assessment (municipality_id, id),
  foreign key (municipality_id, meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id)
);
create index voice_round_by_school on voice_round (municipality_id, school_id);
create index voice_round_open on voice_round (municipality_id, expires_at) where ended_at is null;

-- A theme opens once and closes once. Opened anew, the difference between two sums would be somebody's answer.
create table voice_theme (
  municipality_id bigint not null,
  round_id        bigint not null,
  school_id       bigint not null,
  theme           text not null,
  position        smallint not null check (position > 0),
  words           jsonb not null,                        -- question, help and choices in both languages, as they were asked
  state           text not null default 'waiting' check (state in ('waiting', 'open', 'closed')),
  answers         integer check (answers > 0),           -- of a closed one, where they were enough to be shown
  placed_in       text,                                  -- the field that its note went into
  placed_at       timestamptz,
  primary key (municipality_id, round_id, theme),
  constraint voice_theme_answers check (answers is null or state = 'closed'),
  foreign key (municipality_id, round_id, school_id) references voice_round (municipality_id, id, school_id)
);

create table voice_sum (
  municipality_id bigint not null,
  round_id        bigint not null,
  theme           text not null,
  choice          text not null,
  n               integer not null default 0 check (n >= 0),
  primary key (municipality_id, round_id, theme, choice),
  foreign key (municipality_id, round_id, theme) references voice_theme (municipality_id, round_id, theme)
);

do $$
declare t text;
begin
  foreach t in array array['voice_round', 'voice_theme']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy school on %I
      using (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]))
      with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]))$p$, t);
  end loop;
end $$;
alter table voice_sum enable row level security;
alter table voice_sum force row level security;
-- Nobody's: there is no row of it that the application may see.
create policy nobody on voice_sum using (municipality_id = (select app_municipality()) and false)
  with check (municipality_id = (select app_municipality()) and false);

grant select, insert on voice_round, voice_theme to kd_app;
grant update (published, published_at) on voice_round to kd_app;
grant update (placed_in, placed_at) on voice_theme to kd_app;

-- What somebody who has the code reads: words, and which themes are open. Of a theme that is not open, nothing.
create function voice_by_code(p_code text, p_now timestamptz) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object(
    'municipality', m.name, 'language', m.language, 'school', s.name, 'words', r.words,
    'over', r.ended_at is not null or r.expires_at <= p_now,
    'waits', exists (select from voice_theme t where t.municipality_id = r.municipality_id and t.round_id = r.id and t.state = 'waiting'),
    'open', coalesce((select jsonb_agg(jsonb_build_object('theme', t.theme, 'position', t.position, 'words', t.words) order by t.position)
                        from voice_theme t where t.municipality_id = r.municipality_id and t.round_id = r.id and t.state = 'open'), '[]'),
    'published', r.published)
  from voice_round r join municipality m on m.id = r.municipality_id
  join school s on s.municipality_id = r.municipality_id and s.id = r.school_id
  where r.code = p_code
$$;

-- One more chose this; false where nobody can any more. The theme is held, so that a closing counts all that was told to be counted.
create function give_voice(p_code text, p_theme text, p_choice text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare r voice_round;
begin
  select * into r from voice_round where code = p_code and ended_at is null and expires_at > p_now;
  if not found then return false; end if;
  perform 1 from voice_theme t where t.municipality_id = r.municipality_id and t.round_id = r.id and t.theme = p_theme and t.state = 'open' for share;
  if not found then return false; end if;
  update voice_sum set n = n + 1
   where municipality_id = r.municipality_id and round_id = r.id and theme = p_theme and choice = p_choice and n < 5000;
  return found;
end $$;

-- Opens a theme that has waited. Its sums stand there from the first moment, so that no row says which choice came first.
create function open_voice_theme(p_round bigint, p_theme text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update voice_theme t set state = 'open' from voice_round r
   where r.municipality_id = app_municipality() and r.id = p_round and r.school_id = any (app_schools()) and r.ended_at is null and r.expires_at > p_now
     and t.municipality_id = r.municipality_id and t.round_id = r.id and t.theme = p_theme and t.state = 'waiting';
  if not found then return false; end if;
  insert into voice_sum (municipality_id, round_id, theme, choice)
    select t.municipality_id, t.round_id, t.theme, c.choice ->> 'key'
      from voice_theme t cross join lateral jsonb_array_elements(t.words -> 'choices') with ordinality as c(choice, place)
     where t.municipality_id = app_municipality() and t.round_id = p_round and t.theme = p_theme order by c.place;
  return true;
end $$;

-- Closes themes of a round. Of fewer answers than the round's limit nothing is left; of others the rows are written anew in the order of the choices, so that
-- neither their place nor their transaction says which was changed last. It is for the functions below, as whose owner it runs.
create function close_voice_themes_of(p_municipality bigint, p_round bigint, p_theme text) returns void
language plpgsql set search_path = public, pg_temp as $$
declare t record; total bigint; kept jsonb;
begin
  for t in select * from voice_theme x where x.municipality_id = p_municipality and x.round_id = p_round and x.state = 'open'
             and (p_theme is null or x.theme = p_theme) order by x.position for update
  loop
    with gone as (
      delete from voice_sum s where s.municipality_id = p_municipality and s.round_id = p_round and s.theme = t.theme returning s.choice, s.n)
    select coalesce(sum(n), 0), jsonb_object_agg(choice, n) into total, kept from gone;
    if total >= (select r.smallest from voice_round r where r.municipality_id = p_municipality and r.id = p_round) then
      insert into voice_sum (municipality_id, round_id, theme, choice, n)
        select p_municipality, p_round, t.theme, c.choice ->> 'key', (kept ->> (c.choice ->> 'key'))::integer
          from jsonb_array_elements(t.words -> 'choices') with ordinality as c(choice, place) order by c.place;
    else
      total := null;
    end if;
    update voice_theme x set state = 'closed', answers = total
     where x.municipality_id = p_municipality and x.round_id = p_round and x.theme = t.theme;
  end loop;
end $$;

create function close_voice_theme(p_round bigint, p_theme text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from voice_round r where r.municipality_id = app_municipality() and r.id = p_round and r.school_id = any (app_schools())) then
    return false;
  end if;
  perform close_voice_themes_of(app_municipality(), p_round, p_theme);
  return true;
end $$;

-- The round is over: open themes are closed, and nothing is opened any more.
create function end_voice_round(p_round bigint, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update voice_round set ended_at = p_now
   where municipality_id = app_municipality() and id = p_round and school_id = any (app_schools()) and ended_at is null;
  if not found then return false; end if;
  perform close_voice_themes_of(app_municipality(), p_round, null);
  return true;
end $$;

-- The same for all whose time is over. Only work that acts for nobody.
create function end_expired_voice_rounds(p_now timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare r record; ended bigint := 0;
begin
  if app_person() is not null or not app_owner() then return 0; end if;
  for r in update voice_round set ended_at = p_now
            where municipality_id = app_municipality() and ended_at is null and expires_at <= p_now returning id
  loop
    perform close_voice_themes_of(app_municipality(), r.id, null);
    ended := ended + 1;
  end loop;
  return ended;
end $$;

-- How many have answered open themes, for the school's own people: that, and not what.
create function voice_answers(p_round bigint) returns table (theme text, answers bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.theme, coalesce(sum(s.n), 0)::bigint
    from voice_theme t left join voice_sum s on s.municipality_id = t.municipality_id and s.round_id = t.round_id and s.theme = t.theme
   where t.municipality_id = app_municipality() and t.round_id = p_round and t.school_id = any (app_schools()) and t.state = 'open'
   group by t.theme
$$;

-- The spread of themes that are closed and had enough answers, for the school's own people.
create function voice_spread(p_round bigint) returns table (theme text, choice text, n integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.theme, s.choice, s.n
    from voice_theme t join voice_sum s on s.municipality_id = t.municipality_id and s.round_id = t.round_id and s.theme = t.theme
   where t.municipality_id = app_municipality() and t.round_id = p_round and t.school_id = any (app_schools()) and t.answers is not null
$$;

grant create on schema public to kd_definer;
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'public' and p.proname in ('voice_by_code', 'give_voice', 'open_voice_theme', 'close_voice_themes_of', 'close_voice_theme',
              'end_voice_round', 'end_expired_voice_rounds', 'voice_answers', 'voice_spread')
  loop
    execute format('alter function %s owner to kd_definer', f);
    execute format('revoke all on function %s from public', f);
    if f::text not like 'close_voice_themes_of(%' then execute format('grant execute on function %s to kd_app', f); end if;
  end loop;
end $$;
revoke create on schema public from kd_definer;
grant select, update on voice_round, voice_theme to kd_definer;
grant select, insert, update, delete on voice_sum to kd_definer;
grant select on municipality, school to kd_definer;
