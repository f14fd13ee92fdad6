//! The draft of the minutes as a page shows it: points with their times, conclusions, questions at the end, each a field that is written or read.
use std::collections::HashMap;

use time::{Duration, OffsetDateTime};

use crate::access::Actor;
use crate::error::Result;
use crate::ids::MeetingPointId;
use crate::meeting::awaited::Note;
use crate::meeting::field::{Field, LONGEST, Outcome};
use crate::meeting::model::{Meeting, Point};
use crate::model_pack::{Demand, Dialogue, OpenedBy, Pack};
use crate::text::{Lang, dates, text, text_with};
use crate::writing::FieldText;
use crate::writing::autosave::{FieldView, Rejected};

/// Something to choose.
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What it says.
    pub name: String,
    /// It is chosen.
    pub checked: bool,
}

/// A point of the agenda with its minutes.
pub struct PointView {
    /// Which.
    pub id: MeetingPointId,
    /// «9.30», by the time set off before it.
    pub time: String,
    /// Heading.
    pub title: String,
    /// «Skulen opnar, 30 min» or «Lagt til av Kari Nordås, 10 min».
    pub who: String,
    /// What to think of.
    pub help: Option<String>,
    /// The questions that are talked about, by the part they stand in.
    pub questions: Vec<(String, Vec<String>)>,
    /// What is said of the figures it waits for.
    pub note: Option<Note>,
    /// What was said.
    pub text: FieldView,
    /// What it ended with.
    pub outcome: FieldView,
    /// The outcomes.
    pub outcomes: Vec<Choice>,
    /// The actor can take it off the agenda.
    pub removable: bool,
}

/// A conclusion or a question at the end.
pub struct EntryView {
    /// Heading.
    pub title: String,
    /// What to think of.
    pub help: String,
    /// Without it the minutes are not approved.
    pub required: bool,
    /// What is written.
    pub field: FieldView,
}

/// All of it.
pub struct Draft {
    /// The points in order.
    pub points: Vec<PointView>,
    /// What is written down before it is over.
    pub conclusions: Vec<EntryView>,
    /// Questions at the end.
    pub evaluation: Vec<EntryView>,
    /// Field and sentence of what was refused.
    pub errors: Vec<(String, String)>,
}

impl Draft {
    /// With what is said of the figures that points wait for.
    #[must_use]
    pub fn noting(mut self, mut notes: HashMap<MeetingPointId, Note>) -> Self {
        self.points.iter_mut().for_each(|point| point.note = notes.remove(&point.id));
        self
    }
}

/// The draft with what is stored, or with what was refused.
pub fn draft(
    actor: &Actor,
    meeting: &Meeting,
    points: &[Point],
    texts: &[FieldText],
    rejected: &HashMap<String, Rejected>,
) -> Result<Draft> {
    let (kind, lang) = (meeting.kind()?, actor.lang);
    let stored: HashMap<&str, &FieldText> = texts.iter().map(|field| (field.field.as_str(), field)).collect();
    let view = |field: &Field, max: usize| {
        let name = field.name();
        FieldView::of(actor, name.clone(), max, String::new(), stored.get(name.as_str()).copied(), rejected.get(&name))
    };
    let mut at = meeting.starts_at + Duration::minutes(before_points(kind));
    let mut views = Vec::new();
    for point in points {
        let outcome = view(&Field::Outcome(point.id), 0);
        views.push(PointView {
            id: point.id,
            time: dates::time_of_day(at),
            title: point.heading(kind, lang),
            who: who(point, kind, lang),
            help: point.fixed(kind).and_then(|fixed| fixed.help.as_ref()).map(|help| help.get(lang).to_owned()),
            questions: questions(point, kind, &meeting.pack, lang),
            note: None,
            text: view(&Field::Text(point.id), LONGEST),
            outcomes: Outcome::ALL
                .iter()
                .map(|one| Choice { value: one.key(), name: text(lang, one.text_key()).into_owned(), checked: outcome.value == one.key() })
                .collect(),
            outcome,
            removable: meeting.rights.adds_points && point.side.is_some() && point.side == meeting.rights.side,
        });
        at = after(at, point);
    }
    let conclusions = kind.conclusions.iter().map(|conclusion| EntryView {
        title: conclusion.title.get(lang).to_owned(),
        help: conclusion.help.as_ref().map_or_else(String::new, |help| help.get(lang).to_owned()),
        required: conclusion.demand == Demand::Required,
        field: view(&Field::Conclusion(conclusion.key.clone()), LONGEST),
    });
    let evaluation = kind.evaluation.iter().zip(1..).map(|(question, number)| EntryView {
        title: question.get(lang).to_owned(),
        help: text(lang, "meeting-evaluation-hint").into_owned(),
        required: false,
        field: view(&Field::Evaluation(number), LONGEST),
    });
    let mut draft = Draft { points: views, conclusions: conclusions.collect(), evaluation: evaluation.collect(), errors: Vec::new() };
    draft.errors = errors(&draft, lang);
    Ok(draft)
}

/// Of the template that a fixed point names, by the part they stand in.
fn questions(point: &Point, kind: &Dialogue, pack: &Pack, lang: Lang) -> Vec<(String, Vec<String>)> {
    let template = point.fixed(kind).and_then(|fixed| pack.template(fixed.template.as_deref()?));
    let parts = template.iter().flat_map(|template| &template.parts);
    parts
        .map(|part| (part.title.get(lang).to_owned(), part.questions.iter().map(|question| question.title.get(lang).to_owned()).collect()))
        .collect()
}

/// Phases before the first with points take their time.
fn before_points(kind: &Dialogue) -> i64 {
    let without = kind.phases.iter().take_while(|phase| kind.agenda.iter().all(|point| point.phase != phase.key));
    without.map(|phase| i64::from(phase.minutes)).sum()
}

fn after(at: OffsetDateTime, point: &Point) -> OffsetDateTime {
    at + Duration::minutes(i64::from(point.minutes))
}

fn who(point: &Point, kind: &Dialogue, lang: Lang) -> String {
    let minutes = &point.minutes;
    match point.fixed(kind).map(|fixed| fixed.opened_by) {
        Some(OpenedBy::School) => text_with(lang, "meeting-opened-school", &[("minutes", minutes)]),
        Some(OpenedBy::Owner) => text_with(lang, "meeting-opened-owner", &[("minutes", minutes)]),
        Some(OpenedBy::All) => text_with(lang, "meeting-opened-all", &[("minutes", minutes)]),
        None => text_with(lang, "meeting-added-by", &[("who", &point.added_by_name), ("minutes", minutes)]),
    }
}

fn errors(draft: &Draft, lang: Lang) -> Vec<(String, String)> {
    let of_points = draft.points.iter().flat_map(|point| [(&point.title, &point.text), (&point.title, &point.outcome)]);
    let of_entries = draft.conclusions.iter().chain(&draft.evaluation).map(|entry| (&entry.title, &entry.field));
    of_points
        .chain(of_entries)
        .filter_map(|(title, field)| {
            let sentence = field.sentence(lang)?;
            Some((field.id.clone(), format!("{title}: {sentence}")))
        })
        .collect()
}
