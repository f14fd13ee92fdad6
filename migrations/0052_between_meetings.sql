-- Work between two meetings (docs/between-meetings.md), in two layers: that there is such work, how far its steps have come and when it is due, which the owner
-- reads; and every word of it, which the school alone reads until it is delivered. No table of the first layer has a text that somebody wrote.

create table between_package (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  school_id       bigint not null,
  kind            text not null,                         -- key in the pack
  model_pack_id   bigint not null,                       -- whose words it is made with
  school_year     integer not null check (school_year between 2000 and 2100),
  due             date not null,                         -- when the product is to be there
  from_meeting_id bigint,                                -- none: that kind of meeting is not booked
  to_meeting_id   bigint,
  made_at         timestamptz not null,
  made_by         bigint not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint between_package_save_once unique (municipality_id, save_id),
  constraint between_package_once unique (municipality_id, school_id, kind, school_year),
  constraint between_package_school unique (municipality_id, id, school_id),
  foreign key (municipality_id, school_id) references school (municipality_id, id),
  foreign key (municipality_id, model_pack_id) references model_pack (municipality_id, id),
  foreign key (municipality_id, from_meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, to_meeting_id) references meeting (municipality_id, id),
  foreign key (municipality_id, made_by) references person (municipality_id, id)
);

-- A step by its number: done or not, and nothing else. One that is taken out keeps its number.
create table between_step (
  municipality_id bigint not null,
  package_id      bigint not null,
  number          integer not null check (number > 0),
  school_id       bigint not null,
  done            boolean not null default false,
  there           boolean not null default true,
  primary key (municipality_id, package_id, number),
  foreign key (municipality_id, package_id, school_id) references between_package (municipality_id, id, school_id)
);

-- The words: what is done in each step, by whom and when, and what came out of it. One value, because it is read and frozen as one.
create table between_words (
  municipality_id bigint not null,
  package_id      bigint not null,
  school_id       bigint not null,
  content         jsonb not null,
  rev             integer not null default 1 check (rev > 0),
  saved_at        timestamptz not null,
  saved_by_name   text not null,
  save_id         uuid not null,                         -- of the save that stands
  primary key (municipality_id, package_id),
  foreign key (municipality_id, package_id, school_id) references between_package (municipality_id, id, school_id)
);

-- Somebody at the school said that a step is done, or that it is not after all.
create table between_progress (
  municipality_id bigint not null,
  id              bigint generated always as identity,
  package_id      bigint not null,
  school_id       bigint not null,
  number          integer not null,
  done            boolean not null,
  day             date not null,
  note            text not null default '' check (char_length(note) <= 1000),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  save_id         uuid not null,
  primary key (municipality_id, id),
  constraint between_progress_save_once unique (municipality_id, save_id),
  foreign key (municipality_id, package_id, school_id) references between_package (municipality_id, id, school_id),
  foreign key (municipality_id, package_id, number) references between_step (municipality_id, package_id, number),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);
create index between_progress_by_package on between_progress (municipality_id, package_id, number, id);

-- What was delivered, as it stood.
create table between_delivery (
  municipality_id bigint not null,
  package_id      bigint not null,
  school_id       bigint not null,
  content         jsonb not null,
  sha256          bytea not null check (length(sha256) = 32),
  at              timestamptz not null,
  by_id           bigint not null,
  by_name         text not null,
  by_title        text not null,
  primary key (municipality_id, package_id),
  foreign key (municipality_id, package_id, school_id) references between_package (municipality_id, id, school_id),
  foreign key (municipality_id, by_id) references person (municipality_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['between_package', 'between_step', 'between_words', 'between_progress', 'between_delivery']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert on %I to kd_app', t);
  end loop;
  -- The frame, and what was delivered: the school's draft readers and those who follow the school up.
  foreach t in array array['between_package', 'between_step', 'between_delivery']
  loop
    execute format($p$create policy reads on %I for select
      using (municipality_id = (select app_municipality()) and ((select app_owner()) or school_id = any ((select app_overseen())::bigint[])
        or school_id = any ((select app_schools())::bigint[])))$p$, t);
  end loop;
  -- The words: the school's draft readers alone.
  foreach t in array array['between_words', 'between_progress']
  loop
    execute format($p$create policy reads on %I for select
      using (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]))$p$, t);
  end loop;
  -- What is delivered is changed by nobody.
  foreach t in array array['between_step', 'between_words']
  loop
    execute format($p$create policy writes on %1$I for insert
      with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]) and not exists (
        select from between_delivery d where d.municipality_id = %1$I.municipality_id and d.package_id = %1$I.package_id))$p$, t);
    execute format($p$create policy changes on %1$I for update
      using (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]) and not exists (
        select from between_delivery d where d.municipality_id = %1$I.municipality_id and d.package_id = %1$I.package_id))
      with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]))$p$, t);
  end loop;
  foreach t in array array['between_progress', 'between_delivery']
  loop
    execute format('create trigger only_added before update or delete on %I for each row execute function refuse_change()', t);
  end loop;
end $$;

create policy makes on between_package for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]) and made_by = (select app_person()));
create policy changes on between_package for update
  using (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]) and not exists (
    select from between_delivery d where d.municipality_id = between_package.municipality_id and d.package_id = between_package.id))
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]));
create policy tells on between_progress for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_schools())::bigint[]) and by_id = (select app_person())
    and not exists (select from between_delivery d where d.municipality_id = between_progress.municipality_id and d.package_id = between_progress.package_id));
create policy delivers on between_delivery for insert
  with check (municipality_id = (select app_municipality()) and school_id = any ((select app_answers_for())::bigint[]) and by_id = (select app_person()));

grant update (due, from_meeting_id, to_meeting_id) on between_package to kd_app;
grant update (done, there) on between_step to kd_app;
grant update (content, rev, saved_at, saved_by_name, save_id) on between_words to kd_app;
