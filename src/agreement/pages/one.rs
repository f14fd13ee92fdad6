//! `/avtalar/{agreement}`: one agreement, its history, and what the actor can do with it.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::App;
use crate::access::Actor;
use crate::access::rules::AgreementRights;
use crate::agreement::in_meeting::{Choice, who};
use crate::agreement::model::{Agreement, By, Change, Errors, Giver, LONGEST, LONGEST_REASON, State, words};
use crate::agreement::origin::meeting_of;
use crate::agreement::queries::{self, Entry};
use crate::database::Tx;
use crate::development_plan;
use crate::error::Result;
use crate::ids::AgreementId;
use crate::meeting;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/avtalar/{agreement}", show)
}

/// What somebody does with an agreement, as typed; each form sends its own of these.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The state it moves to.
    #[serde(default)]
    pub til: String,
    /// `ja` or `nei` to a request.
    #[serde(default)]
    pub svar: String,
    /// What.
    #[serde(default)]
    pub kva: String,
    /// Who.
    #[serde(default)]
    pub kven: String,
    /// The day.
    #[serde(default)]
    pub frist: String,
    /// Why.
    #[serde(default)]
    pub grunn: String,
    /// Number of the entry it was made from.
    pub versjon: String,
    /// Made with the form.
    pub save_id: String,
}

/// Which form something was typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Moves it on.
    Move,
    /// Gives it another day.
    Day,
    /// Answers a request.
    Answer,
    /// Takes a request back.
    TakeBack,
    /// Corrects it.
    Correct,
}

impl Act {
    /// First part of its fields' ids.
    pub fn key(self) -> &'static str {
        match self {
            Self::Move => "stand",
            Self::Day => "frist",
            Self::Answer => "svar",
            Self::TakeBack => "tilbake",
            Self::Correct => "retting",
        }
    }
}

/// What was typed in a form and not taken.
pub struct Refused {
    /// The form.
    pub act: Act,
    /// What was typed.
    pub typed: Sent,
    /// What is wrong; nothing when somebody else was first.
    pub errors: Errors,
}

impl Refused {
    /// The words that somebody typed, which must not be lost when the page has no such form any more.
    fn words(&self) -> Vec<String> {
        [&self.typed.kva, &self.typed.grunn].into_iter().filter(|words| !words.trim().is_empty()).cloned().collect()
    }
}

/// An entry of the history.
struct EntryView {
    sentence: String,
    when: String,
    reason: String,
    /// Words, who and day from then on, where they became others.
    now: Option<String>,
    removed: Option<String>,
}

#[derive(Template)]
#[template(path = "agreement/one.html")]
struct OnePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    meeting_href: String,
    meeting: String,
    met: String,
    point: String,
    href: String,
    who: String,
    when: String,
    state: State,
    /// Words stand in it, or in its history, that can be taken away.
    has_words: bool,
    number: i32,
    rights: AgreementRights,
    next: Vec<Choice>,
    candidates: Vec<Choice>,
    answers: Vec<Choice>,
    what: String,
    due: String,
    save_id: String,
    history: Vec<EntryView>,
    /// Actions of plans that came of it.
    came: Vec<(String, String)>,
    refused: Option<Refused>,
    /// What was typed when somebody else was first.
    changed: Option<Vec<String>>,
    errors: Vec<(String, String)>,
}

impl OnePage {
    /// What is wrong with a field of a form.
    fn error(&self, act: &str, field: &str) -> Option<String> {
        let refused = self.refused.as_ref().filter(|refused| refused.act.key() == act)?;
        refused.errors.iter().find(|(known, _)| *known == field).map(|(_, sentence)| sentence.clone())
    }

    /// What was typed in a field of a form and not taken; else what stands.
    fn value<'a>(&'a self, act: &str, field: &str, stands: &'a str) -> &'a str {
        match &self.refused {
            Some(refused) if refused.act.key() == act => match field {
                "kva" => &refused.typed.kva,
                "frist" => &refused.typed.frist,
                "grunn" => &refused.typed.grunn,
                _ => stands,
            },
            _ => stands,
        }
    }

    fn is_refused(&self, act: &str) -> bool {
        self.refused.as_ref().is_some_and(|refused| refused.act.key() == act)
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AgreementId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let agreement = queries::load(&mut tx, &actor, id).await?;
    let page = draw(&app, &mut tx, &actor, agreement, None).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page; `refused` is what was typed in one of its forms.
pub async fn draw(app: &App, tx: &mut Tx, actor: &Actor, agreement: Agreement, refused: Option<Refused>) -> Result<Response> {
    let lang = actor.lang;
    let history = queries::history(tx, actor.municipality, &agreement).await?;
    let made_in = meeting_of(app, tx, actor, &agreement).await?.get(lang).to_owned();
    let meeting = meeting::load(app, tx, actor, agreement.meeting).await?;
    let point = match agreement.point {
        Some(id) => {
            let points = meeting::agenda(tx, &meeting).await?;
            let point = points.iter().find(|point| point.id == id);
            point.map(|point| Ok::<_, crate::error::AppError>(point.heading(meeting.kind()?, lang))).transpose()?
        }
        None => None,
    };
    let candidates = if agreement.rights.corrects || agreement.rights.answers {
        queries::candidates(tx, actor, agreement.meeting).await?
    } else {
        Vec::new()
    };
    let stands = By { giver: agreement.giver, school: None, person: agreement.who.map(|person| (person, String::new())) }.key();
    let typed = refused.as_ref().map(|refused| &refused.typed);
    // Nobody of the owner's is chosen beforehand to do what was asked for, so that nobody promises by oversight.
    let chosen = typed.map_or(if agreement.rights.answers { String::new() } else { stands }, |typed| typed.kven.clone());
    let mut choices = who(&meeting, &candidates, &chosen, lang);
    if agreement.rights.answers {
        // A request is the owner's to promise.
        choices.retain(|choice| By::parse(&choice.value, &candidates, None).is_some_and(|by| by.giver == Giver::Owner));
    }
    let errors = refused.as_ref().map_or_else(Vec::new, |refused| {
        refused.errors.iter().map(|(field, sentence)| (format!("{}-{field}", refused.act.key()), sentence.clone())).collect()
    });
    let changed = refused.as_ref().filter(|refused| refused.errors.is_empty()).map(Refused::words);
    let status = match (&refused, &changed) {
        (None, _) => StatusCode::OK,
        (Some(_), Some(_)) => StatusCode::CONFLICT,
        (Some(_), None) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let came = development_plan::came_of(tx, actor, (development_plan::Source::Agreement, agreement.id.0), agreement.school).await?;
    let title = agreement.words(lang);
    let ledger = match agreement.school {
        Some(school) => format!("/skoler/{school}/avtalar"),
        None => "/avtalar".to_owned(),
    };
    let page = OnePage {
        cx: Page::new(actor, title.clone()).refused_when(refused.is_some()),
        crumbs: crumbs(actor, &agreement, ledger, &made_in),
        meeting_href: meeting.href(),
        meeting: made_in,
        met: dates::long(dates::norwegian_date(agreement.met_at)),
        point: point.unwrap_or_default(),
        href: agreement.href(),
        who: agreement.who(lang),
        when: agreement.when(actor.today, lang),
        state: agreement.state,
        has_words: history.iter().any(|entry| !entry.what.is_empty() || !entry.reason.is_empty()),
        number: agreement.number,
        rights: agreement.rights,
        next: agreement
            .state
            .next()
            .iter()
            .map(|state| Choice {
                value: state.key().to_owned(),
                name: text(lang, state.text_key()).into_owned(),
                chosen: typed.is_some_and(|typed| typed.til == state.key()),
            })
            .collect(),
        candidates: choices,
        answers: [("ja", "agreement-yes"), ("nei", "agreement-no")]
            .into_iter()
            .map(|(value, key)| Choice {
                value: value.to_owned(),
                name: text(lang, key).into_owned(),
                chosen: typed.is_some_and(|typed| typed.svar == value),
            })
            .collect(),
        what: agreement.what.clone(),
        due: dates::for_form(agreement.due),
        save_id: Uuid::new_v4().to_string(),
        history: entries(&history, actor),
        came,
        refused,
        changed,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// The ledger that the actor can open, or the meeting, and the agreement.
fn crumbs(actor: &Actor, agreement: &Agreement, ledger: String, made_in: &str) -> Vec<(String, String)> {
    let opens = match agreement.school {
        Some(school) => actor.oversees(school) || actor.draft_schools().contains(&school),
        None => actor.is_owner() || actor.leads_area(),
    };
    let first = if opens {
        (ledger, text(actor.lang, "agreements-title").into_owned())
    } else {
        (format!("/moter/{}", agreement.meeting), made_in.to_owned())
    };
    vec![first, (agreement.href(), text(actor.lang, "agreement-crumb").into_owned())]
}

fn entries(history: &[Entry], actor: &Actor) -> Vec<EntryView> {
    let lang = actor.lang;
    let before = std::iter::once(None).chain(history.iter().map(Some));
    let views = before.zip(history).map(|(before, entry)| EntryView {
        sentence: sentence(entry, lang),
        when: dates::lately(entry.at, actor.today, lang),
        reason: entry.reason.clone(),
        now: differs(before, entry, lang),
        removed: entry
            .removed
            .as_ref()
            .map(|(by, at)| text_with(lang, "agreement-removed-by", &[("who", by), ("when", &dates::moment(*at))])),
    });
    let mut views: Vec<EntryView> = views.collect();
    views.reverse();
    views
}

/// «Kari Nordås, rektor, sa at det er i gang».
fn sentence(entry: &Entry, lang: Lang) -> String {
    let key = match (entry.change, entry.state) {
        (Change::Made, _) => "agreement-said-made",
        (Change::Asked, _) => "agreement-said-asked",
        (Change::Corrected, _) => "agreement-said-corrected",
        (Change::Day, _) => "agreement-said-day",
        (Change::Answered, State::Declined) => "agreement-said-no",
        (Change::Answered, _) => "agreement-said-yes",
        (Change::Moved, State::Done) => "agreement-said-done",
        (Change::Moved, State::Dropped) => "agreement-said-dropped",
        (Change::Moved, _) => "agreement-said-under-way",
    };
    text_with(lang, key, &[("who", &entry.by), ("day", &dates::long(entry.due))])
}

/// What was agreed from this entry on, where it was written differently before.
fn differs(before: Option<&Entry>, entry: &Entry, lang: Lang) -> Option<String> {
    let before = before?;
    if (&before.what, &before.who_name, before.due, before.giver) == (&entry.what, &entry.who_name, entry.due, entry.giver)
        || entry.change == Change::Day
    {
        return None;
    }
    let who = if entry.who_name.is_empty() { text(lang, entry.giver.text_key()).into_owned() } else { entry.who_name.clone() };
    Some(format!("«{}» {who}, {}", words(&entry.what, lang), dates::long(entry.due)))
}
