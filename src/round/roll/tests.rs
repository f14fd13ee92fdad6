//! What is copied, reset and dropped when a round is rolled.
use time::macros::date;

use super::*;
use crate::model_pack::{Respondent, shipped};

const OLD: ModelPackId = ModelPackId(1);
const NEW: ModelPackId = ModelPackId(2);

fn pack(change: impl Fn(&mut Pack)) -> Arc<Pack> {
    let mut pack = model_pack::parse(shipped("kvam").unwrap()).unwrap();
    change(&mut pack);
    Arc::new(pack)
}

fn school(state: Option<State>, fields: &[&str], given: &[(&str, i64, bool)]) -> SchoolFacts {
    let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
    let part = |(part, person, still_there): &(&str, i64, bool)| GivenPart {
        part: (*part).to_owned(),
        person: PersonId(*person),
        still_there: *still_there,
    };
    SchoolFacts {
        school: Some(SchoolId(7)),
        name: "Vik skule".to_owned(),
        profile: SchoolProfile { grade_from: 1, grade_to: 10, has_sfo: true },
        takes_part: true,
        state,
        delivered: (!fields.is_empty()).then_some(Delivered { year: 2026, version: 1, pack: OLD, fields }),
        given: given.iter().map(part).collect(),
    }
}

fn facts(change: impl Fn(&mut Pack), school: SchoolFacts) -> Facts {
    let round = Round {
        id: RoundId(3),
        template: "eigenvurdering".to_owned(),
        respondent: Respondent::School,
        pack: OLD,
        looks_back_year: 2026,
        plans_year: 2027,
        deadline: date!(2027 - 03 - 15),
        count: 1,
        delivered: 1,
        rolled_to: None,
    };
    Facts { round, pack: NEW, packs: HashMap::from([(OLD, pack(|_| ())), (NEW, pack(change))]), schools: vec![school] }
}

#[test]
fn what_was_delivered_stands_beside_and_who_has_what_is_copied() {
    let fields = ["lesing.judgement", "lesing.text", "rekning.text", "dugleikar.helps", "dugleikar.done", "_.participation"];
    let plan = plan(&facts(|_| (), school(Some(State::Delivered), &fields, &[("dugleikar", 1, true)]))).unwrap();
    assert!(plan.dropped_parts.is_empty() && plan.dropped_questions.is_empty() && plan.new.is_empty() && plan.judged_anew.is_empty());
    let [school] = plan.schools.as_slice() else { panic!("one school") };
    assert_eq!((school.beside.as_slice(), school.beside_year), (["lesing".to_owned(), "rekning".to_owned()].as_slice(), Some(2026)));
    assert_eq!(school.copied, [("dugleikar".to_owned(), PersonId(1))]);
    assert!(!school.late && !school.draft_left && school.only_read_back == 0);
}

#[test]
fn a_draft_is_left_behind_and_a_late_school_is_told_as_late() {
    for (state, late, left) in [
        (State::NotStarted, true, false),
        (State::InProgress, true, true),
        (State::Delivered, false, false),
        (State::Reopened, false, true),
    ] {
        let plan = plan(&facts(|_| (), school(Some(state), &[], &[]))).unwrap();
        let told: Vec<_> = plan.schools.iter().map(|school| (school.late, school.draft_left, school.beside.len())).collect();
        assert_eq!(told, [(late, left, 0)], "{state:?}");
    }
}

#[test]
fn those_who_left_and_parts_that_are_gone_are_counted_and_not_copied() {
    let given = [("dugleikar", 1, false), ("laeringsmiljo", 2, true), ("aktivitetsplikta", 3, true)];
    let gone = |pack: &mut Pack| pack.templates[0].parts.retain(|part| part.key != "laeringsmiljo");
    let plan = plan(&facts(gone, school(Some(State::Delivered), &["trygt_og_godt.text"], &given))).unwrap();
    assert_eq!(plan.dropped_parts, ["laeringsmiljo"]);
    assert!(plan.dropped_questions.contains(&"trygt_og_godt".to_owned()));
    let [school] = plan.schools.as_slice() else { panic!("one school") };
    assert_eq!(school.copied, [("aktivitetsplikta".to_owned(), PersonId(3))]);
    assert_eq!((school.left_school, school.part_gone, school.only_read_back, school.beside_year), (1, 1, 1, None));
}

#[test]
fn a_question_on_another_scale_keeps_its_text_and_loses_its_judgement() {
    let rescaled = |pack: &mut Pack| {
        if let Some(scale) = &mut pack.templates[0].parts[0].questions[0].scale {
            scale.key = "ny".to_owned();
        }
    };
    let judged = plan(&facts(rescaled, school(Some(State::Delivered), &["lesing.judgement"], &[]))).unwrap();
    assert_eq!(judged.judged_anew, ["lesing"]);
    assert_eq!(judged.schools.iter().map(|school| (school.beside.len(), school.only_read_back)).collect::<Vec<_>>(), [(0, 1)]);
    let written = plan(&facts(rescaled, school(Some(State::Delivered), &["lesing.judgement", "lesing.text"], &[]))).unwrap();
    assert_eq!(written.schools.iter().map(|school| school.beside.len()).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_school_that_closes_takes_nothing_along() {
    let closed = SchoolFacts { takes_part: false, ..school(Some(State::Delivered), &["lesing.text"], &[("dugleikar", 1, true)]) };
    let plan = plan(&facts(|_| (), closed)).unwrap();
    let told: Vec<_> =
        plan.schools.iter().map(|school| (school.beside.len(), school.only_read_back, school.copied.len(), school.part_gone)).collect();
    assert_eq!(told, [(0, 1, 0, 1)]);
}

#[test]
fn a_template_that_is_gone_or_has_another_respondent_is_refused() {
    let gone = facts(|pack| pack.templates.clear(), school(None, &[], &[]));
    assert!(matches!(plan(&gone), Err(AppError::Conflict("error-round-template-gone"))));
    let turned = facts(|pack| pack.templates[0].respondent = Respondent::Owner, school(None, &[], &[]));
    assert!(matches!(plan(&turned), Err(AppError::Conflict("error-round-template-gone"))));
}

#[test]
fn another_plan_has_another_fingerprint_and_a_kept_plan_reads_as_it_was() {
    let one = plan(&facts(|_| (), school(Some(State::Delivered), &["lesing.text"], &[]))).unwrap();
    let other = plan(&facts(|_| (), school(Some(State::InProgress), &[], &[]))).unwrap();
    assert_ne!(one.fingerprint().unwrap(), other.fingerprint().unwrap());
    let kept: RollPlan = serde_json::from_value(serde_json::to_value(&one).unwrap()).unwrap();
    assert_eq!(kept, one);
}
