//! Everybody of the access matrix, and a word of its own in every text: whoever opens the page that has it finds it, and nobody else does; what they find
//! leads there. With the policies, and with the application's own checks alone.
use std::collections::{BTreeMap, BTreeSet};

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{between, hits, marked};
use crate::access_world::{Actor, State, Target, World};

/// A word, and the page that has it; `None`: a text that is never searched.
struct Planted {
    word: String,
    page: Option<String>,
}

/// Begins every word that is planted.
const BEGINNING: &str = "zqv";

/// What is planted at a school: the page that has it, and the SQL that writes `$WORD` where it stands.
const TEXTS: &[(Option<&str>, &str)] = &[
    // The self-assessment, draft and delivered: a part that is given and shown, and one that is neither.
    (Some("/egenvurdering/{id}/del/dugleikar"), "update text_field set value = '$WORD' where document_id = {document} and field = 'lesing.text'"),
    (Some("/egenvurdering/{id}/del/{other}"), "update text_field set value = '$WORD' where document_id = {document} and field = '{other_field}'"),
    (Some("/egenvurdering/{id}/levert/1"), "update delivered_part set content = content || '{\"lesing.text\": \"$WORD\"}' where document_id = {document} and part = 'dugleikar'"),
    (Some("/egenvurdering/{id}/levert/1"), "update delivered_part set content = content || '{\"{other_field}\": \"$WORD\"}' where document_id = {document} and part = '{other}'"),
    // Stories: shared, delivered, a draft.
    (Some("/forteljingar/{story}"), "update story set body = '$WORD' where id = {story}"),
    (Some("/forteljingar/{told}"), "update story set body = '$WORD' where id = {told}"),
    (Some("/forteljingar/{drafted}"), "update story set body = '$WORD' where id = {drafted}"),
    // Minutes: being written, sent round, approved.
    (Some("/moter/{held}"), "update text_field set value = '$WORD' where meeting_id = {held} and field = 'k.mellomarbeid'"),
    (Some("/moter/{sent}"), "update text_field set value = '$WORD' where meeting_id = {sent} and field = 'k.mellomarbeid'"),
    (Some("/moter/{minuted}/referat"), "update meeting_minutes set content = content || '{\"conclusions\": [{\"field\": \"k.x\", \"title\": \"Slik\", \"text\": \"$WORD\", \"outcome\": \"\"}]}' where meeting_id = {minuted}"),
    // Agreements and chains.
    (Some("/avtalar/{agreement}"), "update agreement_entry set what = '$WORD' where agreement_id = {agreement}"),
    (Some("/avtalar/{asked}"), "update agreement_entry set what = '$WORD' where agreement_id = {asked}"),
    (Some("/kjeder/{inquiry}"), "update inquiry_step set content = '{\"body\": \"$WORD\"}' where inquiry_id = {inquiry}"),
    (Some("/kjeder/{shared}"), "update inquiry_step set content = '{\"body\": \"$WORD\"}' where inquiry_id = {shared}"),
    // The plan: two parts as they are written, and as it was delivered.
    (Some("/planar/{plan}/del/dugleikar"), "update text_field f set value = '$WORD' from development_plan p where p.id = {plan} and f.document_id = p.document_id and f.field = 'dugleikar.text'"),
    (Some("/planar/{plan}/del/avd-{department}"), "update text_field f set value = '$WORD' from development_plan p where p.id = {plan} and f.document_id = p.document_id and f.part = 'avd-{department}'"),
    (Some("/planar/{plan}/versjon/1"), "update plan_delivery set content = jsonb_set(content, '{sections,0,text}', '\"$WORD\"') where plan_id = {plan}"),
    // The report as it was sent, to one school and to all.
    (Some("/tilstandsrapport/{report}/versjon/{sent_to_school}"), "update report_version set content = jsonb_set(content, '{blocks}', '[{\"kind\": \"text\", \"text\": \"$WORD\"}]') where id = {sent_to_school}"),
    (Some("/tilstandsrapport/{report}/versjon/{sent_to_all}"), "update report_version set content = jsonb_set(content, '{blocks}', '[{\"kind\": \"text\", \"text\": \"$WORD\"}]') where id = {sent_to_all}"),
    // The municipality's plan: as it was adopted, what an evaluation found, and as it is written.
    (Some("/kvalitetsplan/{quality}/versjon/1"), "update quality_version set content = jsonb_set(content, '{goals,0,knowledge}', '\"$WORD\"') where plan_id = {quality}"),
    (Some("/kvalitetsplan/{quality}/versjon/1"), "update quality_evaluation_entry set found = '$WORD' where plan_id = {quality}"),
    (Some("/kvalitetsplan/{quality}"), "update text_field f set value = '$WORD' from quality_plan p where p.id = {quality} and f.document_id = p.document_id and f.field = 'm{quality_goal}.mal'"),
    // What is never searched, whoever asks: what is sealed, one's own notes, reasons, expectations, history, withdrawn minutes, answers about a meeting.
    (None, "update text_field set value = '$WORD' where meeting_id in ({prepared}, {shown_to_both}) and side is not null"),
    (None, "update spot_check_answer set note = '$WORD' where meeting_id = {held}"),
    (None, "update spot_check_answer set cleared_by_name = '$WORD', cleared_at = now() where meeting_id = {held}"),
    (None, "update sealed_text set value = '$WORD' where talk_id = {talk}"),
    (None, "update sealed_point set what = '$WORD' where talk_id = {talk}"),
    (None, "update sealed_opening set reason = '$WORD' where talk_id = {talk}"),
    (None, "update text_field set value = '$WORD' where document_id = (select document_id from voice_round where id = {voice})"),
    (None, "update written_version set content = jsonb_set(jsonb_set(content, array['found'], '\"$WORD\"'), array['promises', '0', 'what'], '\"$WORD\"') where agreement_id = {written}"),
    (None, "update adviser set task = '$WORD', note = '$WORD', ended_on = from_day, ended_at = now(), ended_by_name = 'Per' where id = {adviser}"),
    (None, "update written_entry set note = '$WORD' where agreement_id = {written}"),
    (None, "update written_seen set note = '$WORD' where agreement_id = {written}"),
    (None, "update written_end set words = '$WORD' where agreement_id = {wended}"),
    (None, "update support_request set words = '$WORD' where id = {support}"),
    (None, "update support_step set words = '$WORD' where request_id = {helped}"),
    (None, "update follow_criterion set words = '$WORD'"),
    (None, "update follow_judgement set reason = '$WORD' where id = {judgement}"),
    (None, "update follow_answer set words = '$WORD' where judgement_id = {judgement}"),
    (None, "update follow_closing set words = '$WORD' where judgement_id = {judged_before}"),
    (None, "update contact_card set lines = '[{\"who\": \"$WORD\", \"phone\": \"113\"}]'"),
    (None, "update written_end_answer set view = '$WORD' where agreement_id = {wclosed}"),
    (None, "update between_words set content = jsonb_set(jsonb_set(content, array['product'], '\"$WORD\"'), array['steps', '0', 'what'], '\"$WORD\"') where package_id = {between}"),
    (None, "update between_progress set note = '$WORD' where package_id = {between}"),
    (None, "update between_delivery set content = jsonb_set(content, array['product'], '\"$WORD\"') where package_id = {bdelivered}"),
    (None, "update control_inspection set theme = '$WORD' where id = {inspection}"),
    (None, "update control_finding set words = '$WORD' where id = {finding}"),
    (None, "update control_finding_step set words = '$WORD' where finding_id = {fmended}"),
    (None, "update control_routine set purpose = '$WORD' where id = {routine}"),
    (None, "update control_revision set words = '$WORD' where routine_id = {routine}"),
    (None, "update handover_words set first = '$WORD' where handover_id = {handover}"),
    (None, "update handover_package set content = jsonb_set(content, '{asks,0}', '\"$WORD\"') where handover_id = {handed}"),
    (None, "update handover_question set question = '$WORD', answer = '$WORD', answered_at = asked_at, answered_by_id = asked_by_id where handover_id = {handed}"),
    (None, "update meeting_note set value = '$WORD' where meeting_id = {shown_to_both}"),
    (None, "update meeting_move_reason set reason = '$WORD' where meeting_id = {prepared}"),
    (None, "update expectation_content set why = '$WORD' where school_id = {school}"),
    (None, "update text_revision set value = '$WORD' where document_id = {document}"),
    (None, "update slip_report set message = '$WORD' where school_id = {school}"),
    (None, "update text_field set value = '$WORD' where meeting_id = {booked} and field = 'k.mellomarbeid'"),
    (None, "insert into text_field (municipality_id, document_id, field, part, meeting_id, value, rev, saved_at, saved_by)
            select municipality_id, document_id, 'e.1', part, meeting_id, '$WORD', 1, saved_at, saved_by from text_field where meeting_id = {held} limit 1"),
    (None, "insert into meeting_minutes (municipality_id, meeting_id, school_id, audience, version, content, sha256, approved_at, approved_by, approved_by_name, approved_by_title)
            select municipality_id, {held}, school_id, audience, 1, content || '{\"notes\": [{\"by\": \"Kari\", \"text\": \"$WORD\"}]}', sha256, approved_at, approved_by, '', ''
              from meeting_minutes where meeting_id = {minuted}"),
];

/// A word that is no other's beginning, and that no inflection ends.
fn word(number: usize) -> String {
    let letter = |of: usize| char::from(b'a' + u8::try_from(of % 26).unwrap());
    format!("{BEGINNING}{}{}x", letter(number / 26), letter(number))
}

async fn one(all: &mut PgConnection, sql: String) -> String {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(all).await.unwrap()
}

/// Plants a word in every text of Vik and of Nes.
async fn plant(world: &World) -> Vec<Planted> {
    let mut all = world.app.database.behind_the_walls().await;
    all.execute("set session_replication_role = replica").await.unwrap();
    let mut planted = Vec::new();
    for target in [Target::Own, Target::OtherSchool] {
        let id = world.value(target, "id");
        let document = one(&mut all, format!("select document_id::text from self_assessment where id = {id}")).await;
        let other = "from text_field where document_id = (select document_id from self_assessment where id";
        let pick = format!("{other} = {id}) and part not in ('dugleikar', '_') and field like '%.text' order by field limit 1");
        let around = [
            ("document", document),
            ("other", one(&mut all, format!("select part {pick}")).await),
            ("other_field", one(&mut all, format!("select field {pick}")).await),
        ];
        for (page, sql) in TEXTS {
            let word = word(planted.len());
            let fill = |text: &str| {
                let filled = around.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
                world.names(target).into_iter().fold(filled, |text, name| text.replace(&format!("{{{name}}}"), world.value(target, name)))
            };
            // More of it than the word, as a text has.
            let sql = fill(sql).replace("$WORD", &format!("Om {word} her."));
            all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
            planted.push(Planted { word, page: page.map(fill) });
        }
    }
    planted
}

/// What somebody finds: each planted word with the address it leads to.
async fn finds(world: &World, actor: Actor) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut next = format!("/sok?q={BEGINNING}");
    loop {
        let answer = world.client(actor).get(&next).await;
        if answer.status == 404 {
            assert!(matches!(actor, Actor::Administrator | Actor::WithoutRole), "{actor:?} cannot search");
            return found;
        }
        for hit in hits(&answer) {
            for word in marked(hit) {
                found.insert(word.to_owned(), between(hit, "href=\"", "\"").to_owned());
            }
        }
        let further = answer.text.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        match further {
            Some(address) => next = address.replace("&amp;", "&").replace("&#38;", "&"),
            None => return found,
        }
    }
}

async fn everybody_finds_what_they_read(state: State, with_policies: bool) {
    let world = World::new(state, with_policies).await;
    let planted = plant(&world).await;
    let mut wrong = Vec::new();
    let mut found_at_all = BTreeSet::new();
    for actor in Actor::ALL.into_iter().filter(|actor| !matches!(actor, Actor::Anonymous | Actor::Disabled)) {
        let found = finds(&world, actor).await;
        let known: BTreeSet<&str> = planted.iter().map(|planted| planted.word.as_str()).collect();
        wrong.extend(
            found.keys().filter(|word| !known.contains(word.as_str())).map(|word| format!("{actor:?} finds {word}, which nobody planted")),
        );
        for Planted { word, page } in &planted {
            let Some(page) = page else {
                if let Some(address) = found.get(word) {
                    wrong.push(format!("{actor:?} finds {word} at {address}, which is never searched"));
                }
                continue;
            };
            let answer = world.client(actor).get(page).await;
            let reads = answer.status == 200 && answer.text.contains(word.as_str());
            match found.get(word) {
                Some(_) if !reads => wrong.push(format!("{actor:?} finds {word} and does not read it: {page} gave {}", answer.status)),
                // Skoleeier sends every school its own, and finds it when that school is asked for.
                None if reads && actor == Actor::Skoleeier && page.starts_with("/tilstandsrapport/") => {
                    let school = [Target::Own, Target::OtherSchool].map(|target| world.value(target, "school"));
                    let asked = school.map(|school| format!("/sok?q={word}&skule={school}"));
                    let answers = [world.client(actor).get(&asked[0]).await, world.client(actor).get(&asked[1]).await];
                    assert_eq!(answers.iter().filter(|answer| answer.text.contains(page.as_str())).count(), 1, "{word} at {page}");
                    found_at_all.insert(page.clone());
                }
                // The administrator reads the report that is for everybody, and does not search.
                None if reads && actor == Actor::Administrator => {}
                None if reads => {
                    // Of one page one text is shown, and what else it says is found by its own words.
                    let asked = world.client(actor).get(&format!("/sok?q={word}")).await;
                    if hits(&asked).iter().any(|hit| marked(hit).contains(&word.as_str()) && hit.contains(page.as_str())) {
                        found_at_all.insert(page.clone());
                    } else {
                        wrong.push(format!("{actor:?} reads {word} at {page} and does not find it"));
                    }
                }
                Some(address) => {
                    let (path, place) = address.split_once('#').unwrap_or((address, ""));
                    if path != page || !(place.is_empty() || answer.text.contains(&format!("id=\"{place}\""))) {
                        wrong.push(format!("{actor:?} is sent to {address} for {word}, which stands at {page}"));
                    }
                    found_at_all.insert(page.clone());
                }
                None => {}
            }
        }
    }
    let pages: BTreeSet<String> = planted.into_iter().filter_map(|planted| planted.page).collect();
    wrong.extend(pages.difference(&found_at_all).map(|page| format!("nobody finds what stands at {page}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn everybody_finds_what_they_can_open_and_nothing_else() {
    everybody_finds_what_they_read(State::Reopened, true).await;
}

#[tokio::test]
async fn the_applications_own_checks_suffice_for_search_when_the_database_has_no_policies() {
    everybody_finds_what_they_read(State::Reopened, false).await;
}

/// What is searched follows from the words of its own row: there is no copy whose readers could be others than the row's, or that would outlive them.
#[tokio::test]
async fn nothing_that_is_searched_is_a_copy_of_another_rows_words() {
    let app = crate::support::TestApp::new().await;
    let mut all = app.database.behind_the_walls().await;
    let copies: Vec<String> = sqlx::query_scalar(
        "select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm') and not a.attisdropped
           and (a.atttypid in ('tsvector'::regtype, 'tsvector[]'::regtype)) and (a.attgenerated = '' or not c.relforcerowsecurity)",
    )
    .fetch_all(&mut all)
    .await
    .unwrap();
    assert_eq!(copies, Vec::<String>::new());
}
