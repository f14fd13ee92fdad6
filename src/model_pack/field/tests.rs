//! Names of fields and what may stand in them.

use proptest::prelude::*;

use super::super::applied::SchoolProfile;
use super::super::example::whole;
use super::{Aspect, FieldError, FieldKey, FieldKind, normalised_text};

const SCHOOL: SchoolProfile = SchoolProfile { grade_from: 1, grade_to: 10, has_sfo: true };

fn validate(field: &str, value: &str) -> Result<String, FieldError> {
    whole().templates[0].for_school(&SCHOOL).field(field).unwrap().validate(value)
}

#[test]
fn what_is_no_name_of_a_field_is_not_read() {
    let names =
        ["", ".", "lesing", "lesing.", ".text", "lesing.other", "Lesing.text", "_.text", "lesing.participation", "__.done", "a.b.text"];
    for name in names {
        assert_eq!(FieldKey::parse(name), None, "{name:?}");
    }
}

#[test]
fn a_field_says_where_it_belongs() {
    let pack = whole();
    let applied = pack.templates[0].for_school(&SCHOOL);
    let field = applied.field("lesing.judgement").unwrap();
    assert_eq!(field.kind, FieldKind::Judgement(pack.scale("praksis").unwrap()));
    assert_eq!(field.question.unwrap().numbering(), "1.1");
    assert_eq!(applied.field("lesing.text").unwrap().kind, FieldKind::Text { max_characters: 100 });
    let field = applied.field("faglig.helps").unwrap();
    assert_eq!(field.kind, FieldKind::Text { max_characters: 4000 });
    assert_eq!((field.part.unwrap().number, field.question), (1, None));
    let field = applied.field("_.participation").unwrap();
    assert_eq!((field.part, field.max_characters()), (None, Some(4000)));
}

#[test]
fn what_does_not_apply_is_no_field() {
    let pack = whole();
    let applied = pack.templates[0].for_school(&SchoolProfile { grade_from: 8, grade_to: 10, has_sfo: false });
    for name in ["lek.text", "sfo.done", "regning.judgement", "lesing.helps", "faglig.text", "annan.text"] {
        assert!(applied.field(name).is_none(), "{name}");
    }
    let all = pack.templates[0].for_owner();
    for name in ["lek.judgement", "regning.text", "regning.basis", "sfo.helps"] {
        assert!(all.field(name).is_none(), "{name}");
    }
}

#[test]
fn a_judgement_is_a_level_of_the_scale() {
    assert_eq!(validate("lesing.judgement", " 2 ").unwrap(), "2");
    for bad in ["0", "4", "02", "+1", "god", "1,2"] {
        assert_eq!(validate("lesing.judgement", bad), Err(FieldError::NotAChoice), "{bad}");
    }
}

#[test]
fn a_basis_is_stored_once_each_in_the_order_of_the_template() {
    assert_eq!(validate("lesing.basis", "samtaler, elevundersokelsen,samtaler,").unwrap(), "elevundersokelsen,samtaler");
    assert_eq!(validate("lesing.basis", "samtaler,rykte"), Err(FieldError::NotAChoice));
}

#[test]
fn done_is_yes_or_nothing() {
    assert_eq!(validate("faglig.done", "yes").unwrap(), "yes");
    assert_eq!(validate("faglig.done", "no"), Err(FieldError::NotAChoice));
}

#[test]
fn a_text_is_counted_in_characters_as_it_is_stored() {
    let text = "å".repeat(100);
    let apart = "a\u{30a}".repeat(100);
    assert_eq!(validate("lesing.text", &text).unwrap(), text);
    assert_eq!(validate("lesing.text", &format!("{apart} \r\n\r\n")).unwrap(), text);
    let error = FieldError::TooLong { max: 100, actual: 101 };
    assert_eq!(validate("lesing.text", &format!("{text}!")), Err(error));
    assert_eq!(validate("lesing.text", "a\r\nb\rc\n").unwrap(), "a\nb\nc");
    assert_eq!(validate("lesing.text", " \n\t"), Ok(String::new()));
    assert_eq!(validate("lesing.text", "  innrykk").unwrap(), "  innrykk");
}

#[test]
fn a_nul_character_stands_nowhere_and_nothing_always_may() {
    let pack = whole();
    let applied = pack.templates[0].for_school(&SCHOOL);
    for key in applied.fields() {
        let field = applied.field(&key.to_string()).unwrap();
        assert_eq!(field.key, key);
        assert_eq!(field.validate(""), Ok(String::new()), "{key}");
        assert_eq!(field.validate("1\0"), Err(FieldError::NulCharacter), "{key}");
        assert_eq!(field.max_characters().is_some(), key.aspect().is_written(), "{key}");
    }
}

proptest! {
    #[test]
    fn a_name_is_read_back_as_itself(of in "[a-z0-9][a-z0-9_]{0,20}", aspect in 0..8_usize) {
        let aspects = [
            Aspect::Judgement, Aspect::Basis, Aspect::Text, Aspect::Helps,
            Aspect::HindersOurs, Aspect::HindersOwner, Aspect::Done, Aspect::Participation,
        ];
        let key = FieldKey::new(&of, aspects[aspect]);
        prop_assert_eq!(FieldKey::parse(&key.to_string()), Some(key));
    }

    #[test]
    fn whatever_is_read_as_a_name_is_written_the_same(name in "\\PC{0,20}|[a-z_.]{0,6}\\.(text|done|participation)") {
        if let Some(key) = FieldKey::parse(&name) {
            prop_assert_eq!(key.to_string(), name);
        }
    }

    #[test]
    fn what_is_stored_is_valid_and_stays_as_it_is(value in "(?s).{0,120}|[1-4]|(samtaler|elevundersokelsen|,| ){0,5}|yes") {
        let pack = whole();
        let applied = pack.templates[0].for_school(&SCHOOL);
        for key in applied.fields() {
            let field = applied.field(&key.to_string()).unwrap();
            if let Ok(stored) = field.validate(&value) {
                prop_assert_eq!(field.validate(&stored), Ok(stored));
            }
        }
    }

    #[test]
    fn a_text_has_no_carriage_return_and_no_white_space_at_the_end(text in "(?s)[ \\r\\na\u{30a}å\u{a0}]{0,20}") {
        let normal = normalised_text(&text);
        prop_assert!(!normal.contains('\r'));
        prop_assert_eq!(normal.trim_end(), &normal);
        prop_assert_eq!(normalised_text(&normal), normal);
    }
}
