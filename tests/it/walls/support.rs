//! Support and follow-up: no row of a request, a judgement or what is said of them outside the school's chain; criteria that are not published for skoleeier alone; cards for
//! those who are to call.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::portability::{self, Wanted};
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target, tables};
use crate::support::NOW;

/// Tables whose rows are for the chain of the school.
const CHAIN: [&str; 6] =
    ["follow_answer", "follow_closing", "follow_judgement", "follow_judgement_criterion", "support_request", "support_step"];

#[tokio::test]
async fn only_the_chain_reads_a_row_or_adds_one() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let is_ours = |table: &String| table.starts_with("support_") || table.starts_with("follow_");
    let mut known: Vec<String> = tables(&mut all).await.into_iter().filter(is_ours).filter(|table| table != "follow_criterion").collect();
    known.sort();
    assert_eq!(known, CHAIN.map(str::to_owned), "every table is tried here");
    let (vik, nes) = (walls.school(Target::Own), walls.school(Target::OtherSchool));
    let condition = format!("school_id = {vik}");
    let mut others: Vec<Scope> = Actor::ALL
        .into_iter()
        .filter(|actor| {
            !matches!(actor, Actor::Rektor | Actor::AreaLeader | Actor::Skoleeier | Actor::Anonymous | Actor::SkoleeierElsewhere)
        })
        .map(|actor| walls.scope(actor))
        .collect();
    others.extend(others.clone().into_iter().map(|scope| Scope {
        schools: vec![vik, nes],
        reader_schools: vec![vik],
        overseen: vec![nes],
        led: vec![nes],
        ..scope
    }));
    others.push(walls.job());
    let chain = [walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)];
    for table in CHAIN {
        for scope in &chain {
            assert!(walls.rows(Some(scope), table, &condition).await > 0, "{table} as {scope:?}");
            for change in [
                format!("delete from {table} where {condition} returning 1"),
                format!("update {table} set school_id = school_id returning 1"),
            ] {
                let changed = format!("with w as ({change}) select count(*) from w");
                assert_eq!(walls.asked::<i64>(scope, &changed).await, Err("42501".to_owned()), "{table} as {scope:?}");
            }
        }
        let row: String = sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(t)::text from {table} t where {condition} limit 1")))
            .fetch_one(&mut all)
            .await
            .unwrap();
        for scope in &others {
            assert_eq!(walls.rows(Some(scope), table, &condition).await, 0, "{table} as {scope:?}");
            assert_eq!(walls.refusal(Some(scope), table, &row).await.as_deref(), Some("42501"), "{table} as {scope:?}");
        }
    }
}

#[tokio::test]
async fn nobody_writes_for_the_other_side_or_in_anothers_name_and_a_request_stands_as_its_steps_say() {
    let mut walls = Walls::new(State::InProgress).await;
    let (rektor, leader, owner) = (walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier));
    let (municipality, vik) = (walls.municipality(), walls.school(Target::Own));
    let (request, judgement) = (walls.number(Target::Own, "support"), walls.number(Target::Own, "judgement"));
    let ids = [Actor::Rektor, Actor::AreaLeader, Actor::Skoleeier].map(|actor| walls.world.person(actor));
    let [rektor_id, leader_id, owner_id] = ids;
    let step = |side: &str, change: &str, number: i32, by: kvalitetsdialog::ids::PersonId| {
        let (helper, from, to, words) = if change == "helps" { ("Juristen", "now()", "now()", "") } else { ("", "null", "null", "Ord.") };
        format!(
            "insert into support_step (municipality_id, request_id, school_id, number, change, side, helper_name, from_day, to_day, words, at, by_id, by_name, save_id)
             values ({municipality}, {request}, {vik}, {number}, '{change}', '{side}', '{helper}', {from}, {to}, '{words}', now(), {by}, '', gen_random_uuid())
             returning 1"
        )
    };
    assert_eq!(walls.asked::<i32>(&leader, &step("owner", "helps", 1, leader_id)).await, Ok(1));
    assert_eq!(walls.asked::<i32>(&rektor, &step("school", "done", 1, rektor_id)).await, Ok(1));
    assert_eq!(walls.asked::<i32>(&rektor, &step("owner", "helps", 1, rektor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &step("school", "helps", 1, rektor_id)).await, Err("23514".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &step("school", "done", 1, leader_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &step("owner", "helps", 1, owner_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &step("owner", "helps", 2, leader_id)).await, Err("23001".to_owned()), "no step is left out");
    let judge = |by: kvalitetsdialog::ids::PersonId| {
        format!(
            "insert into follow_judgement (municipality_id, school_id, model_pack_id, level, reason, from_day, to_day, helper_name, at, by_id, by_name, save_id)
             select municipality_id, school_id, model_pack_id, level, reason, from_day, to_day, helper_name, at, {by}, by_name, gen_random_uuid()
               from follow_judgement where id = {judgement} returning 1"
        )
    };
    assert_eq!(walls.asked::<i32>(&owner, &judge(owner_id)).await, Ok(1));
    assert_eq!(walls.asked::<i32>(&owner, &judge(leader_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &judge(rektor_id)).await, Err("42501".to_owned()));
    let answer = |by: kvalitetsdialog::ids::PersonId| {
        format!(
            "insert into follow_answer (municipality_id, judgement_id, school_id, words, at, by_id, by_name, save_id)
             values ({municipality}, {judgement}, {vik}, 'Ja.', now(), {by}, '', gen_random_uuid()) returning 1"
        )
    };
    assert_eq!(walls.asked::<i32>(&rektor, &answer(rektor_id)).await, Ok(1));
    assert_eq!(walls.asked::<i32>(&leader, &answer(leader_id)).await, Err("42501".to_owned()));
    // Whoever leads the school is on its side, also as skoleeier.
    let both = Scope { owner: true, ..rektor.clone() };
    assert_eq!(walls.asked::<i32>(&both, &judge(rektor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&both, &step("owner", "declined", 1, rektor_id)).await, Err("42501".to_owned()));
}

#[tokio::test]
async fn the_named_helper_reads_that_one_request_and_no_step_of_it() {
    let mut walls = Walls::new(State::InProgress).await;
    let (helped, other) = (walls.number(Target::Own, "helped"), walls.number(Target::Own, "support"));
    let helper = walls.scope(Actor::ShownAPart);
    let person = walls.world.person(Actor::ShownAPart);
    let mut all = walls.world.app.database.behind_the_walls().await;
    all.execute(AssertSqlSafe(format!("update support_request set helper_id = {person} where id in ({helped}, {other})"))).await.unwrap();
    assert_eq!(walls.rows(Some(&helper), "support_request", "true").await, 1, "the one in which somebody helps");
    assert_eq!(walls.rows(Some(&helper), "support_request", &format!("id = {helped}")).await, 1);
    for table in CHAIN.into_iter().filter(|table| *table != "support_request") {
        assert_eq!(walls.rows(Some(&helper), table, "true").await, 0, "{table}");
    }
    all.execute(AssertSqlSafe(format!("update support_request set state = 'done' where id = {helped}"))).await.unwrap();
    assert_eq!(walls.rows(Some(&helper), "support_request", "true").await, 0);
}

#[tokio::test]
async fn criteria_are_skoleeiers_until_they_are_published_and_cards_are_for_those_who_are_to_call() {
    let mut walls = Walls::new(State::InProgress).await;
    let (rektor, leader, owner) = (walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier));
    for (scope, published, drafts) in [(&owner, 1, 1), (&leader, 1, 0), (&rektor, 1, 0)] {
        assert_eq!(walls.rows(Some(scope), "follow_criterion", "published_at is not null").await, published, "{scope:?}");
        assert_eq!(walls.rows(Some(scope), "follow_criterion", "published_at is null").await, drafts, "{scope:?}");
    }
    let vik = walls.school(Target::Own);
    for actor in [Actor::Deputy, Actor::Member, Actor::Pupil, Actor::Administrator, Actor::WithoutRole, Actor::ShownAPart] {
        let scope = walls.scope(actor);
        assert_eq!(walls.rows(Some(&scope), "follow_criterion", "true").await, 0, "{actor:?}");
        let calls = i64::from(matches!(actor, Actor::Deputy | Actor::Member));
        assert_eq!(walls.rows(Some(&scope), "contact_card", &format!("school_id = {vik}")).await, calls, "{actor:?}");
        assert_eq!(walls.rows(Some(&scope), "contact_card", "school_id is null").await, calls, "{actor:?}");
    }
    let publish =
        "with w as (update follow_criterion set published_at = now() where published_at is null returning 1) select count(*) from w";
    assert_eq!(walls.asked::<i64>(&leader, publish).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&owner, publish).await, Ok(1));
    let again =
        "with w as (update follow_criterion set published_at = now() where published_at is not null returning 1) select count(*) from w";
    assert_eq!(walls.asked::<i64>(&owner, again).await, Err("23001".to_owned()));
    let gone = "with w as (delete from follow_criterion where published_at is not null returning 1) select count(*) from w";
    assert_eq!(walls.asked::<i64>(&owner, gone).await, Err("42501".to_owned()));
    let drop = "select coalesce(sum(drop_draft_criteria(year)), 0)::bigint from generate_series(2020, 2035) year";
    assert_eq!(walls.asked::<i64>(&leader, drop).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&owner, drop).await, Ok(1), "what is written, and nothing that is published");
    let revise = |by: Actor, condition: String| {
        let by = walls.world.person(by);
        format!("with w as (update contact_card set rev = rev + 1, revised_by = {by} where {condition} returning 1) select count(*) from w")
    };
    let (schools, municipalitys) = (format!("school_id = {vik}"), "school_id is null".to_owned());
    let by = [
        (rektor.clone(), revise(Actor::Rektor, schools.clone()), Ok(1)),
        (rektor, revise(Actor::Rektor, municipalitys.clone()), Err("42501".to_owned())),
        (leader.clone(), revise(Actor::AreaLeader, schools.clone()), Ok(1)),
        (leader, revise(Actor::AreaLeader, municipalitys.clone()), Err("42501".to_owned())),
        (owner, revise(Actor::Skoleeier, municipalitys), Ok(1)),
        (walls.scope(Actor::Member), revise(Actor::Member, schools), Err("42501".to_owned())),
    ];
    for (scope, sql, expected) in by {
        assert_eq!(walls.asked::<i64>(&scope, &sql).await, expected, "{scope:?}: {sql}");
    }
}

#[tokio::test]
async fn a_word_of_it_is_on_nobody_elses_page_and_in_no_other_table_but_in_the_municipalitys_own_file() {
    const WORD: &str = "qzvprioritert";
    let walls = Walls::new(State::Delivered).await;
    let world = &walls.world;
    let mut all = world.app.database.behind_the_walls().await;
    let plant = format!(
        "set session_replication_role = replica;
         update support_request set words = '{WORD}'; update support_step set words = '{WORD}'; update follow_judgement set reason = '{WORD}';
         update follow_answer set words = '{WORD}'; update follow_closing set words = '{WORD}';
         set session_replication_role = origin;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(plant))).await.unwrap();
    let (school, meeting) = (world.value(Target::Own, "school"), world.value(Target::Own, "held"));
    let own = [format!("/stotte/{}", world.value(Target::Own, "support")), format!("/prioritering/skole/{school}")];
    let chain = [Actor::Rektor, Actor::AreaLeader, Actor::Skoleeier];
    let pages = [
        "/".to_owned(),
        "/prioritering".to_owned(),
        "/prioritering/kriterium".to_owned(),
        "/kontaktkort".to_owned(),
        format!("/kontaktkort/{school}"),
        format!("/skoler/{school}"),
        format!("/skoler/{school}/avtalar"),
        format!("/moter/{meeting}"),
        format!("/moter/{meeting}/mappe"),
        format!("/moter/{}/referat", world.value(Target::Own, "minuted")),
        "/moter".to_owned(),
        "/avtalar".to_owned(),
        "/oversikt".to_owned(),
        "/arshjul".to_owned(),
        "/tilstandsrapport".to_owned(),
        format!("/tilstandsrapport/{}/les", world.value(Target::Own, "report")),
        format!("/planar/{}", world.value(Target::Own, "plan")),
        format!("/sok?q={WORD}"),
    ];
    for actor in Actor::ALL {
        for page in &pages {
            let answer = world.client(actor).get(page).await;
            let sign = if page.starts_with("/sok") { format!("<mark>{WORD}") } else { WORD.to_owned() };
            assert!(!answer.text.contains(&sign), "{actor:?} {page}");
        }
        for page in &own {
            assert_eq!(world.client(actor).get(page).await.text.contains(WORD), chain.contains(&actor), "{actor:?} {page}");
        }
    }
    for table in tables(&mut all).await.into_iter().filter(|table| !CHAIN.contains(&table.as_str())) {
        let sql = format!("select count(*) from {table} t where to_jsonb(t)::text like '%{WORD}%'");
        assert_eq!(sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(&mut all).await.unwrap(), 0, "{table}");
    }
    let number: String =
        sqlx::query_scalar("select number from municipality where id = $1").bind(walls.municipality()).fetch_one(&mut all).await.unwrap();
    let file = std::env::temp_dir().join(format!("kd-support-{}.zip", uuid::Uuid::new_v4().simple()));
    let mut owner = world.app.database.connect("kd_migrate").await;
    let exported = portability::export(&mut owner, &Wanted { number: &number, private_notes: false, file: &file, at: NOW }).await.unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(CHAIN.iter().all(|table| exported.manifest.tables.iter().any(|there| there.table == *table)));
}
