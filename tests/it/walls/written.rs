//! Written agreements: no row of them outside the chain of the school, no signature in another's name, and no word of them anywhere else.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::portability::{self, Wanted};
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target, tables};
use crate::support::NOW;

/// Every table of the slice.
const TABLES: [&str; 7] =
    ["written_agreement", "written_end", "written_end_answer", "written_entry", "written_seen", "written_signature", "written_version"];

impl Walls {
    /// Rektor, the leader of the area, skoleeier.
    fn chain(&self) -> [Scope; 3] {
        [self.rektor(), self.scope(Actor::AreaLeader), self.scope(Actor::Skoleeier)]
    }
}

#[tokio::test]
async fn only_the_chain_reads_a_row_or_adds_one() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let mut known: Vec<String> = tables(&mut all).await.into_iter().filter(|table| table.starts_with("written_")).collect();
    known.sort();
    assert_eq!(known, TABLES.map(str::to_owned), "every table is tried here");
    let (vik, nes) = (walls.school(Target::Own), walls.school(Target::OtherSchool));
    let condition = format!("school_id = {vik}");
    // Everybody else of the municipality: those of the school read and write its drafts, and some of them are everything elsewhere.
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
    for table in TABLES {
        for scope in walls.chain() {
            assert!(walls.rows(Some(&scope), table, &condition).await > 0, "{table} as {scope:?}");
            let gone = format!("with w as (delete from {table} where {condition} returning 1) select count(*) from w");
            assert_eq!(walls.asked::<i64>(&scope, &gone).await, Err("42501".to_owned()), "{table} as {scope:?}");
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
async fn nobody_signs_for_the_other_side_or_in_anothers_name_and_what_is_signed_stands() {
    let mut walls = Walls::new(State::InProgress).await;
    let [rektor, leader, _] = walls.chain();
    let (municipality, vik) = (walls.municipality(), walls.school(Target::Own));
    let (written, ready, half, draft) = (
        walls.number(Target::Own, "written"),
        walls.number(Target::Own, "wready"),
        walls.number(Target::Own, "whalf"),
        walls.number(Target::Own, "wdraft"),
    );
    let (rektor_id, leader_id) = (walls.world.person(Actor::Rektor), walls.world.person(Actor::AreaLeader));
    let sign = |agreement: i64, side: &str, by: kvalitetsdialog::ids::PersonId| {
        format!(
            "insert into written_signature (municipality_id, agreement_id, school_id, number, side, sha256, signed_at, by_id, by_name, by_title)
             values ({municipality}, {agreement}, {vik}, 1, '{side}', sha256('x'), now(), {by}, '', '') returning 1"
        )
    };
    assert_eq!(walls.asked::<i32>(&rektor, &sign(ready, "owner", rektor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &sign(ready, "school", leader_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &sign(ready, "owner", rektor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &sign(draft, "owner", leader_id)).await, Err("23001".to_owned()));
    assert_eq!(walls.asked::<i32>(&leader, &sign(ready, "owner", leader_id)).await, Ok(1));
    let text = |agreement: i64| {
        format!(
            "with w as (update written_version set content = '{{}}' where agreement_id = {agreement} returning 1) select count(*) from w"
        )
    };
    for locked in [written, ready, half] {
        assert_eq!(walls.asked::<i64>(&rektor, &text(locked)).await, Err("23001".to_owned()));
    }
    assert_eq!(walls.asked::<i64>(&rektor, &text(draft)).await, Ok(1));
    let force = |agreement: i64| {
        format!(
            "with w as (update written_version set state = 'in_force', in_force_at = now(), sha256 = sha256('') where agreement_id = {agreement} returning 1)
             select count(*) from w"
        )
    };
    // By one signature nothing is in force, and what is in force loses none.
    for one in [half, ready, draft] {
        assert_eq!(walls.asked::<i64>(&leader, &force(one)).await, Err("23001".to_owned()));
    }
    let withdraw = |agreement: i64| {
        format!(
            "with w as (update written_signature set withdrawn_at = now() where agreement_id = {agreement} returning 1) select count(*) from w"
        )
    };
    assert_eq!(walls.asked::<i64>(&rektor, &withdraw(written)).await, Err("23001".to_owned()));
    assert_eq!(walls.asked::<i64>(&leader, &withdraw(half)).await, Ok(0), "that of the school is the school's");
    assert_eq!(walls.asked::<i64>(&rektor, &withdraw(half)).await, Ok(1));
    let drop = |agreement: i64| format!("select drop_written_version({agreement})");
    for (scope, agreement, may) in [(&rektor, draft, true), (&leader, draft, false), (&rektor, half, false), (&rektor, written, false)] {
        assert_eq!(walls.asked::<bool>(scope, &drop(agreement)).await, Ok(may), "{agreement}");
    }
    for actor in [Actor::Deputy, Actor::Member, Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::Administrator] {
        let scope = walls.scope(actor);
        assert_eq!(walls.asked::<bool>(&scope, &drop(draft)).await, Ok(false), "{actor:?}");
        assert_eq!(walls.asked::<i64>(&scope, "select forget_written_agreements('2100-01-01')").await, Ok(0), "{actor:?}");
    }
    let owner = walls.scope(Actor::Skoleeier);
    assert_eq!(walls.asked::<i64>(&owner, "select forget_written_agreements('2100-01-01')").await, Ok(0));
    let job = walls.job();
    assert_eq!(walls.asked::<i64>(&job, "select forget_written_agreements('2032-03-01')").await, Ok(0));
    assert!(walls.asked::<i64>(&job, "select forget_written_agreements('2032-03-02')").await.unwrap() > 0);
}

#[tokio::test]
async fn a_word_of_it_is_on_nobody_elses_page_and_in_no_other_table_but_in_the_municipalitys_own_file() {
    const WORD: &str = "qzvkritisk";
    let walls = Walls::new(State::Delivered).await;
    let world = &walls.world;
    let mut all = world.app.database.behind_the_walls().await;
    let plant = format!(
        "set session_replication_role = replica;
         update written_version set content = jsonb_set(content, '{{found}}', '\"{WORD}\"');
         update written_version set content = jsonb_set(content, '{{promises,0,what}}', '\"{WORD}\"');
         update written_entry set note = '{WORD}'; update written_seen set note = '{WORD}'; update written_end set words = '{WORD}';
         update written_end_answer set view = '{WORD}'; update written_agreement set archive_reference = '{WORD}' where archived_at is not null;
         set session_replication_role = origin;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(plant))).await.unwrap();
    let own = format!("/skriftlege-avtalar/{}", world.value(Target::Own, "written"));
    let chain = [Actor::Rektor, Actor::AreaLeader, Actor::Skoleeier];
    for actor in chain {
        assert!(world.client(actor).get(&own).await.assert_ok().text.contains(WORD), "{actor:?}");
    }
    let (school, meeting) = (world.value(Target::Own, "school"), world.value(Target::Own, "held"));
    let pages = [
        "/".to_owned(),
        "/skriftlege-avtalar".to_owned(),
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
        format!("/egenvurdering/{}/hendelser", world.value(Target::Own, "id")),
        format!("/sok?q={WORD}"),
    ];
    // On no page but its own, not even for those who read it.
    for actor in Actor::ALL {
        for page in &pages {
            let answer = world.client(actor).get(page).await;
            let sign = if page.starts_with("/sok") { format!("<mark>{WORD}") } else { WORD.to_owned() };
            assert!(!answer.text.contains(&sign), "{actor:?} {page}");
        }
        if !chain.contains(&actor) {
            assert!(!world.client(actor).get(&own).await.text.contains(WORD), "{actor:?}");
        }
    }
    for table in tables(&mut all).await.into_iter().filter(|table| !TABLES.contains(&table.as_str())) {
        let sql = format!("select count(*) from {table} t where to_jsonb(t)::text like '%{WORD}%'");
        assert_eq!(sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(&mut all).await.unwrap(), 0, "{table}");
    }
    // It is the municipality's own document, and moves with it.
    let number: String =
        sqlx::query_scalar("select number from municipality where id = $1").bind(walls.municipality()).fetch_one(&mut all).await.unwrap();
    let file = std::env::temp_dir().join(format!("kd-written-{}.zip", uuid::Uuid::new_v4().simple()));
    let mut owner = world.app.database.connect("kd_migrate").await;
    let exported = portability::export(&mut owner, &Wanted { number: &number, private_notes: false, file: &file, at: NOW }).await.unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(TABLES.iter().all(|table| exported.manifest.tables.iter().any(|there| there.table == *table)));
}
