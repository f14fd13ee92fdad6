//! What is handed over, in words: for the page and for paper.
use std::collections::HashMap;

use serde::Serialize;
use sqlx::PgConnection;

use super::model::Handover;
use super::package::{Link, Package, Promise, SchoolPart};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Giver, State};
use crate::error::Result;
use crate::ids::{AgreementId, SchoolId};
use crate::text::{Lang, dates, text, text_with};

/// How a promise goes today; `None` of its words: they were taken away.
#[derive(Debug, Clone)]
pub struct Now {
    state: State,
    has_words: bool,
}

/// How promises go today, as far as the actor reads the school or the area.
pub type Today = HashMap<AgreementId, Now>;

/// How the promises of a package go today; nothing for whoever does not read them any more.
pub async fn today(app: &App, connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Today> {
    if !handover.rights.gathers && !handover.rights.succeeds {
        return Ok(Today::new());
    }
    let schools: Vec<SchoolId> = queries::schools_of(&mut *connection, actor, handover).await?.into_iter().map(|(id, _)| id).collect();
    if schools.is_empty() {
        return Ok(Today::new());
    }
    let all = agreement::with_schools(app, connection, actor, (&schools, false)).await?;
    Ok(all.into_iter().map(|(_, one, _)| (one.id, Now { state: one.state, has_words: !one.what.is_empty() })).collect())
}

/// What is handed over.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// The next step of the year: words and address.
    pub next: Option<(String, String)>,
    /// Where the work is.
    pub schools: Vec<SchoolShown>,
    /// Promises, the owner's first.
    pub sides: Vec<SideShown>,
    /// What to ask.
    pub asks: Vec<String>,
    /// Why there is nothing to ask.
    pub none_because: String,
}

/// A school.
#[derive(Debug, Serialize)]
pub struct SchoolShown {
    /// Its name.
    pub name: String,
    /// What it is in a line: heading, words (empty: nothing), address.
    pub lines: Vec<(String, Vec<(String, String)>)>,
    /// Goals of its plan.
    pub goals: Vec<String>,
}

/// The promises of a side.
#[derive(Debug, Serialize)]
pub struct SideShown {
    /// «Dette har skuleeigar lova».
    pub heading: String,
    /// In order.
    pub lines: Vec<PromiseShown>,
}

/// A promise.
#[derive(Debug, Serialize)]
pub struct PromiseShown {
    /// What; that it was taken away.
    pub what: String,
    /// Its page.
    pub href: String,
    /// Who, and from which meeting.
    pub about: String,
    /// By when.
    pub due: String,
    /// The day had passed, and has today when it is still open.
    pub late: bool,
    /// How it goes, now or as it stood: kind and icon, words.
    pub state: (&'static str, &'static str, String),
}

/// The package in the reader's language.
pub fn shown(actor: &Actor, package: &Package, now: &Today) -> Shown {
    let lang = actor.lang;
    let several = package.schools.len() > 1;
    let side = |giver: Giver, key: &str| SideShown {
        heading: text(lang, key).into_owned(),
        lines: package.promises.iter().filter(|one| one.giver == giver.key()).map(|one| promise(actor, one, now, several)).collect(),
    };
    Shown {
        next: package.next.as_ref().map(|next| (next.words.get(lang).to_owned(), next.href.clone())),
        schools: package.schools.iter().map(|part| school(lang, part)).collect(),
        sides: vec![side(Giver::Owner, "handover-owner-promised"), side(Giver::School, "handover-school-promised")],
        asks: package.asks.clone(),
        none_because: package.none_because.clone(),
    }
}

fn school(lang: Lang, part: &SchoolPart) -> SchoolShown {
    let one = |link: Option<&Link>| link.into_iter().map(|link| (link.words.get(lang).to_owned(), link.href.clone())).collect::<Vec<_>>();
    let minutes = part.minutes.iter().map(|one| {
        let words = text_with(lang, "handover-minutes-of", &[("title", &one.title), ("day", &dates::long(one.day))]);
        (words, one.href.clone())
    });
    SchoolShown {
        name: part.name.clone(),
        lines: vec![
            (text(lang, "handover-assessment").into_owned(), one(part.assessment.as_ref())),
            (text(lang, "handover-minutes").into_owned(), minutes.collect()),
            (text(lang, "handover-plan").into_owned(), one(part.plan.as_ref())),
        ],
        goals: part.goals.clone(),
    }
}

fn promise(actor: &Actor, promise: &Promise, now: &Today, several: bool) -> PromiseShown {
    let lang = actor.lang;
    let today = now.get(&promise.id);
    let state = today.map(|now| now.state).or_else(|| State::parse(&promise.state)).unwrap_or(State::Open);
    let who = promise.who.get(lang);
    let met = dates::long(promise.met_on);
    let about = text_with(lang, "handover-promised-in", &[("who", &who), ("meeting", &promise.meeting.get(lang)), ("day", &met)]);
    let gone = today.is_some_and(|now| !now.has_words);
    PromiseShown {
        what: if gone { text(lang, "agreement-removed").into_owned() } else { promise.what.clone() },
        href: format!("/avtalar/{}", promise.id),
        about: if several && !promise.school.is_empty() { format!("{}: {about}", promise.school) } else { about },
        due: text_with(lang, "handover-due", &[("day", &dates::long(promise.due))]),
        late: state.is_open() && promise.due < actor.today,
        state: (state.tag(), state.icon(), text(lang, state.text_key()).into_owned()),
    }
}
