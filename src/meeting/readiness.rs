//! What is missing in the minutes: what must be there before they are approved, and what is only pointed out.
use std::collections::{HashMap, HashSet};

use super::field::{Field, Outcome};
use super::model::Point;
use crate::ids::MeetingPointId;
use crate::model_pack::{Conclusion, Demand, Dialogue};
use crate::text::{Lang, text_with};
use crate::writing::autosave::element_id;
use crate::writing::possible_names;

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Id of the element of the field it would stand in.
    pub id: String,
    /// What it is, as a sentence.
    pub sentence: String,
    /// Whether it must be there.
    pub required: bool,
}

/// What is missing, in the order of the page. `texts` are the fields that hold something, `tied` the points that an agreement came from.
pub fn missing(
    kind: &Dialogue,
    points: &[Point],
    texts: &HashMap<String, String>,
    tied: &HashSet<MeetingPointId>,
    lang: Lang,
) -> Vec<Missing> {
    let empty = |field: &Field| texts.get(&field.name()).is_none_or(|value| value.trim().is_empty());
    let mut missing = Vec::new();
    for point in points {
        let outcome = Field::Outcome(point.id);
        if empty(&outcome) {
            let sentence = text_with(lang, "meeting-missing-outcome", &[("point", &point.heading(kind, lang))]);
            missing.push(Missing { id: element_id(&outcome.name()), sentence, required: kind.outcomes == Demand::Required });
        } else if texts.get(&outcome.name()).map(String::as_str) == Some(Outcome::Agreement.key()) && !tied.contains(&point.id) {
            let sentence = text_with(lang, "meeting-missing-agreement", &[("point", &point.heading(kind, lang))]);
            missing.push(Missing { id: element_id(&outcome.name()), sentence, required: false });
        }
    }
    for conclusion in &kind.conclusions {
        let field = Field::Conclusion(conclusion.key.clone());
        if empty(&field) {
            let sentence = text_with(lang, "meeting-missing-conclusion", &[("what", &conclusion.title.get(lang))]);
            missing.push(Missing { id: element_id(&field.name()), sentence, required: conclusion.demand == Demand::Required });
        }
    }
    missing
}

/// Fields in which somebody may be named who did not meet, with what it is, in the order of the page: to be looked at before the text is frozen. `known` are
/// those who met, schools and the municipality.
pub fn named(kind: &Dialogue, points: &[Point], texts: &HashMap<String, String>, known: &[&str], lang: Lang) -> Vec<(String, String)> {
    let of_points = points.iter().map(|point| (Field::Text(point.id), point.heading(kind, lang)));
    let conclusion = |conclusion: &Conclusion| (Field::Conclusion(conclusion.key.clone()), conclusion.title.get(lang).to_owned());
    let fields = of_points.chain(kind.conclusions.iter().map(conclusion));
    let found = fields.filter_map(|(field, heading)| {
        let name = field.name();
        let names = possible_names(texts.get(&name)?, known);
        let quoted = names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
        let sentence = text_with(lang, "meeting-named", &[("words", &quoted), ("where", &heading)]);
        (!names.is_empty()).then(|| (element_id(&name), sentence))
    });
    found.collect()
}

/// The first that must be there and is not. What was agreed is never demanded.
pub fn first_required(kind: &Dialogue, points: &[Point], texts: &HashMap<String, String>, lang: Lang) -> Option<Missing> {
    missing(kind, points, texts, &HashSet::new(), lang).into_iter().find(|missing| missing.required)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{MeetingPointId, PersonId};
    use crate::model_pack::{parse, shipped};

    #[test]
    fn a_required_conclusion_is_missing_until_something_stands_there() {
        let pack = parse(shipped("kvam").unwrap()).unwrap();
        let kind = pack.dialogue("leiardialog_1").unwrap();
        let point = Point {
            id: MeetingPointId(5),
            position: 1,
            key: None,
            title: "Skuleskyss".to_owned(),
            phase: kind.phases[0].key.clone(),
            minutes: 10,
            side: None,
            added_by: PersonId(1),
            added_by_name: "Kari".to_owned(),
        };
        let required = |texts: &HashMap<String, String>| {
            missing(kind, std::slice::from_ref(&point), texts, &HashSet::new(), Lang::Nn).into_iter().filter(|m| m.required).count()
        };
        let none = HashMap::new();
        assert!(required(&none) > 0);
        let blank: HashMap<_, _> = kind.conclusions.iter().map(|c| (format!("k.{}", c.key), "  \n".to_owned())).collect();
        assert_eq!(required(&blank), required(&none));
        let mut all: HashMap<_, _> = kind.conclusions.iter().map(|c| (format!("k.{}", c.key), "Avklart.".to_owned())).collect();
        all.insert("p5.outcome".to_owned(), "decision".to_owned());
        let of = |texts: &HashMap<String, String>, tied: &HashSet<MeetingPointId>| {
            missing(kind, std::slice::from_ref(&point), texts, tied, Lang::Nn)
        };
        assert!(of(&all, &HashSet::new()).is_empty());
        // Somebody promised something: what it was is asked for, and not demanded.
        all.insert("p5.outcome".to_owned(), "agreement".to_owned());
        assert_eq!(of(&all, &HashSet::new()).iter().map(|missing| missing.required).collect::<Vec<_>>(), [false]);
        assert!(of(&all, &HashSet::from([point.id])).is_empty());
    }
}
