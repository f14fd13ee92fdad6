//! Every refusal of [`parse`], each with the line that it must name.

use super::example::{WHOLE, whole};
use super::parse::{PackError, parse};
use super::template::{AnswerKind, Respondent};

/// Replaces the first `old` after the first `anchor`; gives the changed source and the line (from 1) where the change stands.
pub(super) fn changed(anchor: &str, old: &str, new: &str) -> (String, usize) {
    let start = WHOLE.find(anchor).unwrap_or_else(|| panic!("no {anchor:?}"));
    let at = start + WHOLE[start..].find(old).unwrap_or_else(|| panic!("no {old:?}"));
    let source = format!("{}{}{}", &WHOLE[..at], new, &WHOLE[at + old.len()..]);
    (source, 1 + WHOLE[..at].matches('\n').count())
}

/// The pack with this change is refused on that very line, with a reason that holds `says`.
#[track_caller]
pub(super) fn refused(anchor: &str, old: &str, new: &str, says: &str) {
    let (source, line) = changed(anchor, old, new);
    let error = parse(&source).unwrap_err();
    assert_eq!(error.line, line, "{error}");
    assert!(error.reason.contains(says), "{error}");
}

#[test]
fn a_pack_that_is_whole_is_read() {
    let pack = whole();
    let template = pack.template("skole").unwrap();
    assert_eq!(template.respondent, Respondent::School);
    let (part, question) = template.question("lesing").unwrap();
    assert_eq!(part.key, "faglig");
    assert_eq!(question.answer, AnswerKind::Both);
    assert_eq!(question.scale.as_ref(), pack.scale("praksis"));
    assert_eq!(question.sources, pack.sources);
    assert_eq!(question.max_characters, 100);
    let (_, question) = template.question("lek").unwrap();
    assert!(question.required && question.max_characters == 4000);
    assert!(pack.theme("laeringsmiljo").is_some() && pack.function("laerar").is_some());
    assert!(pack.source("samtaler").is_some() && template.part("sfo").is_some());
    let set = pack.indicator_set("samtale").unwrap();
    let members: Vec<_> = set.members().map(|member| (member.indicator.as_str(), member.grades)).collect();
    assert_eq!(members, [("np_lesing_5", None), ("np_lesing_8", None), ("eu_trivsel", Some([7, 10]))]);
}

#[test]
fn line_endings_of_windows_change_nothing() {
    let source = WHOLE.replace('\n', "\r\n");
    let (scale, faulty) = ("scale = \"praksis\"", "scale = \"annan\"");
    assert!(parse(&source).is_ok());
    let line = parse(&source.replacen(scale, faulty, 1)).unwrap_err().line;
    assert_eq!(line, changed("\"lesing\"", scale, faulty).1);
}

#[test]
fn an_error_shows_its_line_and_reason() {
    let error = PackError { line: 7, reason: "no".to_owned() };
    assert_eq!(error.to_string(), "line 7: no");
}

#[test]
fn what_is_no_toml_is_refused() {
    refused("version", "version = 1", "version = = 1", "");
}

#[test]
fn another_format_is_refused_before_anything_else() {
    refused("format", "format = 1", "format = 2", "unknown format");
    refused("format", "format = 1", "format = \"1\"", "unknown format");
    assert_eq!(parse("key = \"x\"").unwrap_err().reason, "format = 1 is missing");
}

#[test]
fn unknown_keys_are_refused_wherever_they_stand() {
    refused("version", "version = 1", "verzion = 1", "verzion");
    refused("[[templates.parts]]", "minutes", "minuts", "minuts");
    refused("[[sources]]", "nn = ", "se = ", "se");
}

#[test]
fn a_language_or_kind_that_does_not_exist_is_refused() {
    refused("language", "\"nn\"", "\"en\"", "en");
    refused("[[functions]]", "\"school\"", "\"skule\"", "skule");
    refused("[[functions]]", "\"read_draft\"", "\"read\"", "read");
    refused("[[templates]]", "\"school\"", "\"pupil\"", "pupil");
    refused("\"lesing\"", "\"both\"", "\"all\"", "all");
}

#[test]
fn a_version_below_one_is_refused() {
    refused("version", "version = 1", "version = 0", "version");
    refused("version", "version = 1", "version = -1", "");
}

#[test]
fn a_text_that_is_empty_in_one_language_is_refused() {
    refused("name", "nb = \"Liten\"", "nb = \"\"", "nb is empty");
    refused("[terms]", "nn = \"skuleeigar\"", "nn = \" \"", "nn is empty");
    refused("[[functions]]", "\"lærar\"", "\"\"", "nn is empty");
    refused("levels", "\"mykje\"", "\"\"", "nn is empty");
    refused("levels", "\"sterk\"", "\"\"", "nb is empty");
    refused("[[themes]]", "nn = \"Læringsmiljø\"", "nn = \"\"", "nn is empty");
    refused("[[templates.process]]", "\"Tenk sjølv.\"", "\"\"", "nn is empty");
    refused("[[templates.parts]]", "\"Om faga.\"", "\"\"", "nn is empty");
    refused("\"lesing\"", "\"Me ser at …\"", "\"\"", "nn is empty");
    refused("\"lesing\"", "\"Ss\"", "\"\"", "nn is empty");
    refused("\"lesing\"", "\"Aa\"", "\"\"", "nn is empty");
    refused("\"lesing\"", "\"Teikn\"", "\"\"", "nn is empty");
    refused("\"eier\"", "\"Eigarens\"", "\"\"", "nn is empty");
    refused("name", "\"Liten\"", "\"Li\\u0000ten\"", "NUL");
}

#[test]
fn a_key_with_other_characters_is_refused() {
    for bad in ["", "Stor", "med-strek", "æ", "med mellomrom", "_", "__", &"x".repeat(61)] {
        refused("key", "\"liten\"", &format!("\"{bad}\""), "bad key");
        refused("\"lesing\"", "\"lesing\"", &format!("\"{bad}\""), "bad key");
    }
    refused("signs", "key = \"a\"", "key = \"A\"", "bad key");
    refused("topics", "\"lesing\"", "\"Lesing\"", "bad key");
}

#[test]
fn the_same_key_twice_is_refused() {
    refused("[[sources]]", "\"samtaler\"", "\"elevundersokelsen\"", "two sources");
    refused("\"eier\"", "\"eier\"", "\"skole\"", "two templates");
    refused("\"sfo\"", "\"sfo\"", "\"faglig\"", "two parts");
    refused("\"regning\"", "\"regning\"", "\"lesing\"", "two questions");
    let twin = "[[functions]]\nkey = \"laerar\"\nname = { nb = \"a\", nn = \"b\" }\nlevel = \"school\"\ncapabilities = []\n\n[[scales]]";
    let (source, line) = changed("[[scales]]", "[[scales]]", twin);
    assert_eq!(parse(&source).unwrap_err().line, line + 1);
}

#[test]
fn parts_and_questions_share_one_name_space() {
    refused("\"regning\"", "\"regning\"", "\"faglig\"", "used by a part");
    refused("\"sfo\"", "\"sfo\"", "\"lesing\"", "used by a question");
}

#[test]
fn a_reference_that_leads_nowhere_is_refused() {
    refused("\"lesing\"", "\"praksis\"", "\"annan\"", "no scale \"annan\"");
    refused("\"lesing\"", "\"samtaler\"", "\"rykte\"", "no source \"rykte\"");
    refused("[[templates.parts]]", "\"laeringsmiljo\"", "\"anna\"", "no theme \"anna\"");
}

#[test]
fn a_judgement_without_a_scale_is_refused_on_the_line_of_the_question() {
    let (source, _) = changed("\"lesing\"", "scale = \"praksis\"\n", "");
    let error = parse(&source).unwrap_err();
    assert_eq!(error.reason, "question \"lesing\" has a judgement and needs a scale");
    assert_eq!(error.line, changed("[[templates.parts.questions]]", "[[", "").1);
}

#[test]
fn a_scale_or_sources_without_a_judgement_are_refused() {
    let (source, line) = changed("\"lek\"", "answer = \"text\"", "answer = \"text\"\nscale = \"praksis\"");
    assert_eq!(parse(&source).unwrap_err().line, line + 1);
    let (source, line) = changed("\"lek\"", "answer = \"text\"", "answer = \"text\"\nsources = [\"samtaler\"]");
    assert_eq!(parse(&source).unwrap_err().line, line + 1);
}

#[test]
fn a_list_with_the_same_thing_twice_is_refused() {
    refused("\"lesing\"", "\"samtaler\"", "\"elevundersokelsen\"", "twice in sources");
    refused("[[functions]]", "\"write_draft\"", "\"read_draft\"", "capability twice");
    refused("\"lesing\"", "\"np_lesing_5\"", "\"x\", \"x\"", "twice in indicators");
}

#[test]
fn the_owner_answers_without_conditions() {
    for line in ["minutes = 20", "answer = \"both\""] {
        let new = format!("{line}\nconditions = {{ sfo = true }}");
        let (source, at) = changed("\"ressurser\"", line, &new);
        let error = parse(&source).unwrap_err();
        assert_eq!(error.line, at + 1, "{error}");
        assert!(error.reason.contains("owner"), "{error}");
    }
}

#[test]
fn conditions_that_fit_no_school_or_say_nothing_are_refused() {
    for bad in ["[0, 7]", "[5, 11]", "[7, 5]"] {
        refused("\"regning\"", "[5, 7]", bad, "grades");
    }
    refused("\"regning\"", "[5, 7]", "[5]", "");
    refused("\"sfo\"", "sfo = true", "sfo = false", "sfo can only be true");
    refused("\"sfo\"", "{ sfo = true }", "{}", "say nothing");
}

#[test]
fn the_levels_of_a_scale_are_numbered_from_one() {
    refused("levels", "value = 1", "value = 0", "value 0 where 1");
    refused("levels", "value = 2", "value = 3", "value 3 where 2");
    refused("levels", "value = 3", "value = 300", "");
}

#[test]
fn a_scale_has_two_to_six_levels() {
    let level =
        |value: usize| format!("{{ value = {value}, name = {{ nb = \"a\", nn = \"b\" }}, description = {{ nb = \"a\", nn = \"b\" }} }}, ");
    let start = WHOLE.find("levels = [").unwrap();
    let end = start + WHOLE[start..].find("\n]").unwrap() + 2;
    for (count, whole) in [(0, false), (1, false), (2, true), (6, true), (7, false)] {
        let levels: String = (1..=count).map(level).collect();
        let source = format!("{}levels = [ {levels} ]{}", &WHOLE[..start], &WHOLE[end..]);
        match parse(&source) {
            Ok(_) => assert!(whole, "{count}"),
            Err(error) => {
                assert!(!whole && error.reason.contains("2 to 6"), "{error}");
                assert_eq!(error.line, changed("levels", "levels", "").1);
            }
        }
    }
}

#[test]
fn an_area_and_its_leader_are_there_together_or_not_at_all() {
    let area = "area = { nb = \"område\", nn = \"område\" }\n";
    let leader = "area_leader = { nb = \"områdeleder\", nn = \"områdeleiar\" }\n";
    assert!(parse(&WHOLE.replace(area, "").replace(leader, "")).is_ok());
    let line = changed("area", "area", "").1;
    for gone in [area, leader] {
        // With the other one gone, what is left stands on the same line.
        let error = parse(&WHOLE.replace(gone, "")).unwrap_err();
        assert!(error.reason.contains("beside it"), "{error}");
        assert_eq!(error.line, line);
    }
}

#[test]
fn a_deadline_is_a_day_that_exists_every_year() {
    refused("deadline", "day = 15", "day = 32", "day 32");
    refused("deadline", "day = 15", "day = 0", "day 0");
    refused("deadline", "month = 3, day = 15", "month = 2, day = 29", "day 29");
    refused("deadline", "month = 3, day = 15", "month = 4, day = 31", "day 31");
    refused("deadline", "month = 3", "month = 13", "month 13");
    refused("deadline", "month = 3", "month = 0", "month 0");
}

#[test]
fn numbers_outside_their_range_are_refused() {
    refused("\"lesing\"", "max_characters = 100", "max_characters = 0", "1 to 20000");
    refused("\"lesing\"", "max_characters = 100", "max_characters = 20001", "1 to 20000");
    refused("[[templates.parts]]", "minutes = 45", "minutes = 0", "minutes");
    refused("[[templates.process]]", "minutes = 30", "minutes = 0", "minutes");
    refused("print_pages", "print_pages = 3", "print_pages = 0", "print_pages");
}

#[test]
fn a_pack_without_templates_parts_or_questions_is_refused() {
    let upto = |text: &str| &WHOLE[..WHOLE.find(text).unwrap()];
    let reason = |source: &str| parse(source).unwrap_err().reason;
    assert!(reason(upto("[[templates]]")).contains("at least one template"));
    assert!(reason(upto("[[templates.parts]]")).contains("no parts"));
    assert!(parse(upto("[[templates.parts.questions]]")).is_ok(), "helps_hinders alone is enough");
    let bare = upto("[[templates.parts.questions]]").replace("helps_hinders = true", "");
    let error = parse(&bare).unwrap_err();
    assert!(error.reason.contains("neither questions"), "{error}");
    assert_eq!(error.line, changed("[[templates.parts]]", "[[", "").1);
}
