//! The model packs that ship with the program, built into it: a municipality can be started without any other file at hand.

/// Key and source text of each, in the order in which a choice between them is shown.
pub const PACKS: [(&str, &str); 3] = [
    ("kvam", include_str!("../../packs/kvam.toml")),
    ("bergen", include_str!("../../packs/bergen.toml")),
    ("haugesund", include_str!("../../packs/haugesund.toml")),
];

/// The source text of a pack that ships; `None` for any other key.
#[must_use]
pub fn shipped(key: &str) -> Option<&'static str> {
    PACKS.into_iter().find(|(known, _)| *known == key).map(|(_, source)| source)
}

#[cfg(test)]
mod tests {
    use super::super::dialogue::{Access, Demand, Dialogue, Lane};
    use super::super::model::{FunctionCapability, Pack, Words};
    use super::super::parse::parse;
    use super::super::template::{Question, Sign};
    use super::*;
    use crate::indicator::catalogue::catalogue;
    use crate::text::Lang;

    fn pack(key: &str) -> Pack {
        parse(shipped(key).unwrap()).unwrap_or_else(|error| panic!("packs/{key}.toml, {error}"))
    }

    fn questions(pack: &Pack) -> impl Iterator<Item = &Question> {
        pack.templates.iter().flat_map(|template| template.questions().map(|(_, question)| question))
    }

    fn signs(pack: &Pack) -> impl Iterator<Item = &Sign> {
        questions(pack).flat_map(|question| &question.signs)
    }

    /// Every text of the file, with the keys that lead to it; from the file itself, so that no kind of text can be forgotten.
    fn texts(value: &toml::Value, path: &str, found: &mut Vec<(String, Words)>) {
        match value {
            toml::Value::Table(table) => {
                let text = |lang: Lang| table.get(lang.code()).and_then(toml::Value::as_str).map(str::to_owned);
                if let (Some(nb), Some(nn)) = (text(Lang::Nb), text(Lang::Nn)) {
                    found.push((path.to_owned(), Words { nb, nn }));
                } else {
                    for (key, value) in table {
                        texts(value, &format!("{path}.{key}"), found);
                    }
                }
            }
            toml::Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    texts(value, &format!("{path}[{index}]"), found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_packs_that_ship_are_whole() {
        for (key, _) in PACKS {
            let pack = pack(key);
            assert_eq!(pack.key, key);
            let parts = || pack.templates.iter().flat_map(|template| &template.parts);
            for lang in Lang::ALL {
                let there = |words: &Words| !words.get(lang).trim().is_empty();
                let counts = [
                    parts().filter(|part| there(&part.title)).count(),
                    questions(&pack).filter(|question| there(&question.title)).count(),
                    signs(&pack).filter(|sign| there(&sign.text)).count(),
                ];
                let all = [parts().count(), questions(&pack).count(), signs(&pack).count()];
                assert_eq!(counts, all, "{key} in {lang}");
                // Fewer would mean that something was lost on the way, not that a pack was trimmed.
                assert!(counts[0] >= 3 && counts[1] >= 10 && counts[2] >= 20, "{key} in {lang}: {counts:?}");
            }
        }
    }

    #[test]
    fn the_packs_on_disk_are_the_ones_that_are_built_in() {
        for (key, _) in PACKS {
            let path = format!("{}/packs/{key}.toml", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(std::fs::read_to_string(path).ok().as_deref(), shipped(key));
        }
        assert_eq!(shipped("liten"), None);
    }

    #[test]
    fn no_text_in_nynorsk_is_a_copy_of_the_one_in_bokmaal() {
        // Names and terms can rightly be the same word in both.
        let same_word = |path: &str| {
            let heading = path.starts_with(".indicator_sets") && path.rsplit('.').next() == Some("name");
            let last = path.rsplit('.').next();
            let kind = path.starts_with(".dialogues") && matches!(last, Some("name" | "subtitle"));
            let report = path.starts_with(".report") && matches!(last, Some("name" | "title"));
            let plan = path.starts_with(".plan") && matches!(last, Some("name" | "name_definite"));
            let quality = path.starts_with(".quality_plan") && matches!(last, Some("name" | "name_definite" | "title"));
            let voices = path.starts_with(".voices") && matches!(last, Some("who" | "text"));
            let sealed = path.starts_with(".sealed_talks") && matches!(last, Some("name" | "led_by"));
            let check = path.starts_with(".spot_checks") && matches!(last, Some("name" | "short"));
            let between = path.starts_with(".between_meetings") && matches!(last, Some("name" | "product_name"));
            let written = path.starts_with(".written_agreement") && last == Some("name");
            let support = [".support", ".follow_up"].iter().any(|start| path.starts_with(start)) && last == Some("name");
            heading
                || support
                || written
                || between
                || kind
                || check
                || sealed
                || voices
                || report
                || plan
                || quality
                || [".name", ".functions", ".sources", ".terms"].iter().any(|start| path.starts_with(start))
        };
        for (key, _) in PACKS {
            let mut found = Vec::new();
            texts(&toml::Value::Table(toml::from_str(shipped(key).unwrap()).unwrap()), "", &mut found);
            assert!(found.len() > 100, "{key}");
            let copies: Vec<_> = found.iter().filter(|(path, words)| !same_word(path) && words.nb == words.nn).collect();
            assert!(copies.is_empty(), "{key}: {copies:#?}");
        }
    }

    #[test]
    fn every_field_of_the_packs_can_be_empty_and_answered() {
        for (key, _) in PACKS {
            for template in &pack(key).templates {
                let applied = template.for_owner();
                for field in applied.fields() {
                    let field = applied.field(&field.to_string()).unwrap();
                    assert_eq!(field.validate(""), Ok(String::new()), "{key} {}", field.key);
                }
            }
        }
    }

    /// Every kind of dialogue that ships, with the pack it belongs to.
    fn kinds(packs: &[Pack]) -> impl Iterator<Item = (&Pack, &Dialogue)> {
        packs.iter().flat_map(|pack| pack.dialogues.iter().map(move |kind| (pack, kind)))
    }

    fn packs() -> Vec<Pack> {
        PACKS.into_iter().map(|(key, _)| pack(key)).collect()
    }

    #[test]
    fn every_kind_of_dialogue_leads_through_the_four_phases_and_helps_on_the_way() {
        let packs = packs();
        assert!(packs.iter().all(|pack| pack.dialogues.len() >= 3));
        for (pack, kind) in kinds(&packs) {
            let name = format!("{} {}", pack.key, kind.key);
            assert_eq!(kind.phases.len(), 4, "{name}");
            assert_eq!(kind.phases[0].minutes, 0, "{name}: what comes first is done before");
            for phase in &kind.phases {
                assert!((2..=4).contains(&phase.guidance.len()), "{name}: {}", phase.key);
            }
            assert!(kind.questions.len() >= 5, "{name}");
            assert_eq!(kind.evaluation.len(), 2, "{name}");
            assert!(!kind.participants.is_empty() && !kind.conclusions.is_empty(), "{name}");
            assert!(kind.agenda.iter().all(|point| point.help.is_some()), "{name}");
            // Law changes: what is said of it has a date.
            let legal = kind.legal.as_ref().unwrap_or_else(|| panic!("{name} says nothing of who may see its minutes"));
            assert!(Lang::ALL.iter().all(|lang| legal.get(*lang).contains("2026")), "{name}");
        }
    }

    #[test]
    fn the_points_of_a_phase_fit_in_it_and_the_phases_in_the_meeting() {
        let packs = packs();
        for (pack, kind) in kinds(&packs) {
            let name = format!("{} {}", pack.key, kind.key);
            for phase in &kind.phases {
                let points: u16 = kind.agenda.iter().filter(|point| point.phase == phase.key).map(|point| point.minutes).sum();
                assert!(points <= phase.minutes, "{name}: {points} minutes of points in {}, which has {}", phase.key, phase.minutes);
            }
            let length: u16 = kind.phases.iter().map(|phase| phase.minutes).sum();
            assert!((kind.minutes.from..=kind.minutes.to).contains(&length), "{name}: {length} minutes");
        }
    }

    #[test]
    fn the_wheel_is_the_year_in_order_and_agrees_with_the_kinds_and_the_self_assessments() {
        for pack in packs() {
            assert!(pack.wheel.is_sorted_by_key(|segment| segment.from.order()), "{}", pack.key);
            for lane in [Lane::Dialogue, Lane::Families, Lane::Council] {
                assert!(pack.wheel.iter().any(|segment| segment.lane == lane), "{}: {lane:?}", pack.key);
            }
            for segment in &pack.wheel {
                let name = format!("{} {}", pack.key, segment.key);
                if let Some(key) = &segment.dialogue {
                    let kind = pack.dialogue(key).unwrap_or_else(|| panic!("{name}: there is no {key}"));
                    let window = kind.window.map(|window| (window.from, window.to));
                    assert!(window.is_none_or(|window| window == (segment.from, segment.to)), "{name}");
                }
                if let Some(key) = &segment.self_assessment {
                    let deadline = pack.template(key).unwrap().deadline;
                    assert_eq!((deadline.month, deadline.day), (segment.to.month, segment.to.day), "{name}");
                }
            }
            for kind in pack.dialogues.iter().filter(|kind| kind.window.is_some()) {
                assert!(pack.wheel.iter().any(|segment| segment.dialogue.as_ref() == Some(&kind.key)), "{} {}", pack.key, kind.key);
            }
            for template in &pack.templates {
                assert!(pack.wheel.iter().any(|segment| segment.self_assessment.as_ref() == Some(&template.key)), "{}", template.key);
            }
        }
    }

    #[test]
    fn figures_for_named_roles_stay_among_those_who_lead() {
        let packs = packs();
        for (pack, kind) in kinds(&packs) {
            let reads_drafts =
                |key: &str| pack.function(key).is_some_and(|function| function.capabilities.contains(&FunctionCapability::ReadDraft));
            let leading = kind
                .participants
                .iter()
                .all(|invited| invited.role.is_some() || invited.words.is_none() && invited.function.as_deref().is_some_and(reads_drafts));
            let indicators = kind.agenda.iter().flat_map(|point| &point.indicators);
            let named: Vec<_> = indicators.filter(|key| catalogue().get(key).unwrap().restricted_to_named_roles).collect();
            assert!(named.is_empty() || leading && kind.access == Access::Participants, "{} {}: {named:?}", pack.key, kind.key);
        }
    }

    #[test]
    fn a_dialogue_opens_with_nothing_that_was_kept_from_those_who_come() {
        let width = |kind: &Dialogue| match kind.access {
            Access::Participants => 0,
            Access::School => 1,
            Access::Group => 2,
        };
        let packs = packs();
        for (pack, kind) in kinds(&packs) {
            if let Some(before) = kind.follows.as_deref().map(|key| pack.dialogue(key).unwrap()) {
                assert!(width(before) >= width(kind), "{} {} opens with {}", pack.key, kind.key, before.key);
            }
        }
    }

    #[test]
    fn what_the_municipalities_demand_of_their_own_dialogues_is_there() {
        let required = |kind: &Dialogue| -> Vec<String> {
            kind.conclusions.iter().filter(|said| said.demand == Demand::Required).map(|said| said.key.clone()).collect()
        };
        let kvam = pack("kvam");
        let direction = kvam.dialogue("leiardialog_1").unwrap();
        assert_eq!(required(direction), ["mal_forventningar", "innsatsomrade", "roller_handlingsrom", "mellomarbeid"]);
        assert_eq!((direction.minutes.from, direction.minutes.to), (180, 240));
        let midway = kvam.dialogue("leiardialog_2").unwrap();
        assert!(required(midway).contains(&"revisjon_planar".to_owned()));
        // Three to four hours, in two meetings.
        let [broad, planning] = ["leiardialog_3", "leiardialog_3_plangruppe"].map(|key| kvam.dialogue(key).unwrap().minutes);
        assert_eq!((broad.from + planning.from, broad.to + planning.to), (180, 240));
        let bergen = pack("bergen");
        assert_eq!(bergen.dialogue("ledersamtale").unwrap().agenda.len(), 9, "nine fixed points");
        assert!(required(bergen.dialogue("kvalitetsoppfolgingsmote").unwrap()).contains(&"etterarbeid_plan".to_owned()));
        let meeting = pack("haugesund").dialogue("dialogmote").unwrap().preparation.clone().unwrap();
        assert_eq!((meeting.workdays_before, meeting.school.len(), meeting.owner.len()), (3, 1, 1), "one page from each side");
    }

    #[test]
    fn no_report_is_called_required_by_law() {
        for (key, source) in PACKS {
            assert!(!source.to_lowercase().contains("lovpål"), "{key}");
        }
    }
}
