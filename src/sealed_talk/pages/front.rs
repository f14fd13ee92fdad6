//! `/samtalar/{talk}`: how a talk stands, what is common and opened, what is to be done, and who is with whom.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::{crumbs, enter, enter_held, tell, words};
use crate::App;
use crate::access::rules::Party;
use crate::access::{Actor, lock};
use crate::calendar::years_after;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{SealedPointId, SealedTalkId};
use crate::notification::Notice;
use crate::sealed_talk::forget_after;
use crate::sealed_talk::model::{PointState, Read, Stage, Talk, question_field, section_field};
use crate::sealed_talk::queries;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::grouped_hash;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/samtalar/{talk}", show).post("/samtalar/{talk}/opning", open).post("/samtalar/{talk}/halden", hold)
}

/// What was typed of a new point and not taken.
#[derive(Debug, Clone, Default)]
pub struct TypedPoint {
    /// What.
    pub what: String,
    /// By when.
    pub due: String,
    /// What the form was made with.
    pub save_id: String,
}

struct Prepared {
    name: String,
    answers: Vec<(String, String)>,
}

struct PointView {
    id: SealedPointId,
    what: String,
    about: String,
    state: PointState,
}

#[derive(Template)]
#[template(path = "sealed_talk/front.html")]
struct FrontPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    talk: Talk,
    title: String,
    purpose: String,
    elsewhere: String,
    about: String,
    stage: Stage,
    prepared: Vec<Prepared>,
    sections: Vec<(String, String)>,
    signatures: Vec<(String, String)>,
    points: Vec<PointView>,
    typed: TypedPoint,
    let_in: Vec<(String, String)>,
    handovers: Vec<String>,
    kept: String,
    today: String,
    hold_day: String,
    lock: String,
    lock_after: u32,
    errors: Vec<(String, String)>,
}

impl FrontPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn held(&self) -> bool {
        self.talk.held_at.is_some()
    }

    fn own_opened(&self) -> bool {
        self.talk.rights.has_opened(self.talk.rights.own)
    }

    fn other_opened(&self) -> bool {
        self.talk.rights.has_opened(self.talk.rights.own.other())
    }

    fn own_signed(&self) -> bool {
        self.talk.rights.has_signed(self.talk.rights.own)
    }

    fn passes_on(&self) -> bool {
        self.talk.rights.facts().passes_on
    }
}

/// What each has opened.
fn prepared(talk: &Talk, actor: &Actor, texts: &[crate::sealed_talk::model::Text]) -> Result<Vec<Prepared>> {
    let template = talk.template()?;
    let of = |party: Party| Prepared {
        name: talk.name(party).to_owned(),
        answers: template
            .preparation
            .iter()
            .enumerate()
            .map(|(index, question)| (question.get(actor.lang).to_owned(), words(texts, Some(party), &question_field(index)).to_owned()))
            .collect(),
    };
    Ok(Party::ALL.into_iter().filter(|party| talk.rights.has_opened(*party)).map(of).collect())
}

async fn let_in(tx: &mut Tx, actor: &Actor, talk: &Talk) -> Result<Vec<(String, String)>> {
    let found = queries::openings(tx, actor, talk).await?;
    let line = |one: queries::LetIn| {
        let (at, until) = (dates::moment(one.at.0), dates::time_of_day(one.at.1));
        let sentence = text_with(
            actor.lang,
            "sealed-let-in-line",
            &[("who", &one.by), ("at", &at), ("until", &until), ("decided", &one.decided_by), ("day", &dates::long(one.decided_on))],
        );
        (sentence, one.reason)
    };
    Ok(found.into_iter().map(line).collect())
}

/// The page, and that it is read; `errors` are of the form for a new point or the day it was held.
pub async fn draw(mut tx: Tx, actor: &Actor, talk: Talk, typed: Option<TypedPoint>, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let texts = queries::texts(&mut tx, actor, &talk).await?;
    let signatures = queries::signatures(&mut tx, actor, &talk).await?;
    let points = queries::points(&mut tx, actor, &talk).await?;
    let let_in = let_in(&mut tx, actor, &talk).await?;
    let handovers = queries::handovers(&mut tx, actor, &talk).await?;
    queries::note_reading(&mut tx, actor, &talk, Read::Front).await?;
    tx.commit().await?;
    let template = talk.template()?;
    let title = talk.title(lang)?;
    let point = |one: crate::sealed_talk::model::Point| PointView {
        id: one.id,
        about: text_with(
            lang,
            "sealed-point-about",
            &[("due", &dates::near(one.due, actor.today)), ("who", &one.by.0), ("at", &dates::moment(one.by.1))],
        ),
        what: one.what,
        state: one.state,
    };
    let handed = |one: queries::HandedOver| {
        let at = dates::moment(one.at);
        text_with(lang, "sealed-handed-line", &[("from", &one.from), ("to", &one.to), ("at", &at), ("who", &one.by)])
    };
    let page = FrontPage {
        crumbs: crumbs(actor, &talk, None)?,
        purpose: template.purpose.get(lang).to_owned(),
        elsewhere: template.elsewhere.get(lang).to_owned(),
        about: text_with(
            lang,
            "sealed-about",
            &[
                ("employee", &talk.name(Party::Employee)),
                ("manager", &talk.name(Party::Manager)),
                ("day", &dates::long(talk.day)),
                ("minutes", &template.minutes.to_string()),
            ],
        ),
        stage: talk.stage(),
        prepared: prepared(&talk, actor, &texts)?,
        sections: template
            .sections
            .iter()
            .map(|section| (section.title.get(lang).to_owned(), words(&texts, None, &section_field(&section.key)).to_owned()))
            .collect(),
        signatures: signatures
            .into_iter()
            .map(|one| {
                let at = dates::moment(one.at);
                (text_with(lang, "sealed-signed-line", &[("who", &one.by), ("at", &at)]), grouped_hash(&one.sha256))
            })
            .collect(),
        points: points.into_iter().map(point).collect(),
        typed: typed.unwrap_or_else(|| TypedPoint { save_id: Uuid::new_v4().to_string(), ..TypedPoint::default() }),
        let_in,
        handovers: handovers.into_iter().map(handed).collect(),
        kept: text_with(lang, "sealed-kept", &[("day", &dates::long(talk.keep_until))]),
        today: dates::for_form(actor.today),
        hold_day: dates::for_form(talk.day.min(actor.today)),
        lock: lock::address(&talk.href()),
        lock_after: lock::IDLE_SECONDS,
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        title,
        talk,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>) -> Result<Response> {
    let (tx, talk) = enter(&app, &actor, id).await?;
    draw(tx, &actor, talk, None, Vec::new()).await
}

async fn open(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    let can = talk.rights.can_hold()?;
    queries::open_preparation(&mut tx, can, actor.now).await?;
    tell(&mut tx, &actor, &[talk.other_person()], Notice::SealedMoved, &talk.href()).await?;
    tx.commit().await?;
    Ok(flash::redirect(&talk.href(), Flash::SealedOpened))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    dato: String,
}

async fn hold(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, Form(typed): Form<Held>) -> Result<Response> {
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    let can = talk.rights.can_hold()?;
    let Some(day) = dates::from_form(&typed.dato).filter(|day| *day <= actor.today && *day > actor.today - time::Duration::days(400))
    else {
        let errors = vec![("dato".to_owned(), text(actor.lang, "error-sealed-held-day").into_owned())];
        return draw(tx, &actor, talk, None, errors).await;
    };
    let keep_until = years_after(day, talk.template()?.keep_years);
    queries::hold(&mut tx, can, (day, keep_until), actor.now).await?;
    forget_after(&mut tx, &actor, keep_until).await?;
    tell(&mut tx, &actor, &[talk.other_person()], Notice::SealedMoved, &talk.href()).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/tekst", talk.href()), Flash::SealedHeld))
}
