//! The text of a version as pages and paper show it.
use serde::Serialize;

use crate::access::Actor;
use crate::access::rules::ChainSide;
use crate::error::Result;
use crate::text::{dates, text, text_with};
use crate::web::page::capital;
use crate::writing::grouped_hash;
use crate::written_agreement::model::{Agreement, Content, Entry, Origin, Promise, PromiseState, Signature};

/// A version, ready to be read.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// Names of the areas.
    pub areas: Vec<String>,
    /// What was found.
    pub found: String,
    /// The meeting that it came from: its words, and where it is.
    pub meeting: Option<(String, String)>,
    /// What is to be reached.
    pub goals: String,
    /// What each side does.
    pub sides: Vec<Promises>,
    /// Days of follow-up.
    pub reviews: Vec<String>,
    /// The days that it holds for.
    pub period: String,
    /// Why it was changed.
    pub why: String,
}

/// What a side does.
#[derive(Debug, Clone, Serialize)]
pub struct Promises {
    /// «Dette gjer skulen».
    pub heading: String,
    /// In order.
    pub lines: Vec<PromiseLine>,
}

/// A promise.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseLine {
    /// Its number.
    pub number: i32,
    /// The words.
    pub what: String,
    /// «Frist 1. mai 2027».
    pub due: String,
    /// The day alone, for a column that says what it is.
    pub day: String,
    /// How it goes, where that is shown: kind, icon and words.
    pub state: Option<(&'static str, &'static str, String)>,
    /// The key of how it goes.
    pub state_key: &'static str,
    /// What was said of it, in order.
    pub said: Vec<(String, String)>,
    /// Its day is past, and it is not done.
    pub late: bool,
    /// The actor says how it goes.
    pub keeps: bool,
}

fn promise(actor: &Actor, promise: &Promise, entries: Option<&[Entry]>, keeps: Option<ChainSide>) -> PromiseLine {
    let lang = actor.lang;
    let own: Vec<&Entry> = entries.unwrap_or_default().iter().filter(|entry| entry.line == promise.number).collect();
    let state = own.last().map_or(PromiseState::Open, |entry| entry.state);
    let (kind, icon) = state.tag();
    let said = own.iter().map(|entry| {
        let words = text(lang, entry.state.text_key());
        let line = text_with(lang, "written-said", &[("state", &words.as_ref()), ("who", &entry.by.0), ("at", &dates::moment(entry.by.1))]);
        (line, entry.note.clone())
    });
    let day = promise.due.map_or_else(String::new, dates::long);
    PromiseLine {
        number: promise.number,
        what: promise.what.clone(),
        due: if day.is_empty() { String::new() } else { text_with(lang, "written-due", &[("day", &day)]) },
        day,
        state: entries.map(|_| (kind, icon, text(lang, state.text_key()).into_owned())),
        state_key: state.key(),
        said: said.collect(),
        late: entries.is_some() && state.is_open() && promise.due.is_some_and(|due| due < actor.today),
        keeps: keeps == Some(promise.side),
    }
}

/// Where it came from, in the words of the pack.
fn origin(actor: &Actor, agreement: &Agreement, origin: &Origin) -> (String, String) {
    let kind = agreement.pack.dialogue(&origin.kind).map(|kind| capital(kind.name.get(actor.lang)));
    let kind = kind.unwrap_or_else(|| text(actor.lang, "written-meeting").into_owned());
    (format!("{kind}, {}", dates::long(origin.day)), format!("/moter/{}", origin.id))
}

/// The text; with how promises go where `entries` are given, and whose the actor says so of.
///
/// # Errors
///
/// As [`Agreement::template`].
pub fn shown(
    actor: &Actor,
    agreement: &Agreement,
    content: &Content,
    (entries, keeps): (Option<&[Entry]>, Option<ChainSide>),
) -> Result<Shown> {
    let lang = actor.lang;
    let template = agreement.template()?;
    let areas = content.areas.iter().filter_map(|key| template.area(key)).map(|area| area.name.get(lang).to_owned());
    let sides = ChainSide::ALL.into_iter().map(|side| Promises {
        heading: text(lang, if side == ChainSide::School { "written-school-does" } else { "written-owner-does" }).into_owned(),
        lines: content.promises_of(side).map(|one| promise(actor, one, entries, keeps)).collect(),
    });
    Ok(Shown {
        areas: areas.collect(),
        found: content.found.clone(),
        meeting: content.meeting.as_ref().map(|from| origin(actor, agreement, from)),
        goals: content.goals.clone(),
        sides: sides.collect(),
        reviews: content.reviews.iter().map(|review| dates::long(review.day)).collect(),
        period: match (content.from, content.to) {
            (Some(from), Some(to)) => text_with(lang, "written-period", &[("from", &dates::long(from)), ("to", &dates::long(to))]),
            _ => String::new(),
        },
        why: content.why.clone(),
    })
}

/// «Signert for skulen av Kari Nordås, rektor 1. mars 2027 kl. 9.00», and the sum of what was signed.
pub fn signed(actor: &Actor, signatures: &[(i32, Signature)], version: i32) -> Vec<(String, String)> {
    let of_version = signatures.iter().filter(|(number, _)| *number == version);
    of_version
        .map(|(_, one)| {
            let key = if one.side == ChainSide::School { "written-signed-school" } else { "written-signed-owner" };
            (text_with(actor.lang, key, &[("who", &one.by), ("at", &dates::moment(one.at))]), grouped_hash(&one.sha256))
        })
        .collect()
}
