//! `/roystar/ny`: a round is made for the school, its self-assessment or a meeting.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAskVoices, has_voices};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, SchoolId, SelfAssessmentId};
use crate::text::{text, text_with};
use crate::voice::model::AskedFor;
use crate::voice::{making, queries};
use crate::web::extract::{Form, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::{meeting, municipality, self_assessment};

/// The most answers that may be waited for.
const MOST: u8 = 20;
/// The fewest, whatever somebody types.
const FEWEST: u8 = 3;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/roystar/ny", show).post("/roystar/ny", make)
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    /// `skule:7`, `eigenvurdering:3` or `mote:12`.
    til: String,
    slag: String,
    minst: String,
    save_id: String,
}

struct Choice {
    value: String,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "voice/ask.html")]
struct AskPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    targets: Vec<Choice>,
    kinds: Vec<Choice>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl AskPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What a round is asked for, at which school.
struct Target {
    value: String,
    asked_for: AskedFor,
    can: CanAskVoices,
    name: String,
    school: String,
}

/// What was asked for by an address or a form; not found for what is not the actor's.
async fn target(app: &App, tx: &mut Tx, actor: &Actor, value: &str) -> Result<Target> {
    let (kind, id) = value.split_once(':').ok_or(AppError::NotFound)?;
    let id: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    let (asked_for, school, name) = match kind {
        "skule" => (AskedFor::School, SchoolId(id), text(actor.lang, "voices-for-school").into_owned()),
        "eigenvurdering" => {
            let assessment = self_assessment::load(app, tx, actor, SelfAssessmentId(id)).await?;
            let school = assessment.school.as_ref().ok_or(AppError::NotFound)?.id;
            let year = self_assessment::school_year(assessment.looks_back_year);
            (AskedFor::SelfAssessment(assessment.id), school, format!("{} {year}", assessment.template()?.title.get(actor.lang)))
        }
        "mote" => {
            let meeting = meeting::load(app, tx, actor, MeetingId(id)).await?;
            let school = meeting.school.as_ref().ok_or(AppError::NotFound)?.0;
            (AskedFor::Meeting(meeting.id), school, meeting.title(actor.lang)?)
        }
        _ => return Err(AppError::NotFound),
    };
    let can = CanAskVoices::of(actor, school)?;
    let schools = municipality::schools(tx, actor.municipality).await?;
    let school = schools.into_iter().find(|known| known.id == school).ok_or(AppError::NotFound)?.name;
    Ok(Target { value: format!("{kind}:{id}"), asked_for, can, name, school })
}

/// What there is to choose: what the address named, or the schools.
async fn targets(app: &App, tx: &mut Tx, actor: &Actor, named: &str) -> Result<Vec<Target>> {
    if !named.is_empty() {
        return Ok(vec![target(app, tx, actor, named).await?]);
    }
    let mut all = Vec::new();
    for school in actor.draft_schools().into_iter().filter(|school| CanAskVoices::of(actor, *school).is_ok()) {
        all.push(target(app, tx, actor, &format!("skule:{school}")).await?);
    }
    if all.is_empty() { Err(AppError::Forbidden) } else { Ok(all) }
}

fn draw(actor: &Actor, targets: &[Target], typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let pack = actor.pack.as_ref().ok_or(AppError::NotFound)?;
    let kinds = pack.voices.iter().map(|kind| Choice {
        value: kind.key.clone(),
        name: kind.name.get(lang).to_owned(),
        about: text_with(lang, "voices-kind-about", &[("themes", &kind.themes.len()), ("days", &kind.days)]),
    });
    let title = text(lang, "voices-ask").into_owned();
    let page = AskPage {
        crumbs: vec![
            ("/".to_owned(), text(lang, "nav-start").into_owned()),
            ("/roystar".to_owned(), text(lang, "voices").into_owned()),
            ("/roystar/ny".to_owned(), title.clone()),
        ],
        targets: targets
            .iter()
            .map(|target| Choice { value: target.value.clone(), name: target.name.clone(), about: target.school.clone() })
            .collect(),
        kinds: kinds.collect(),
        typed,
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Typed>) -> Result<Response> {
    if !has_voices(&actor) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let targets = targets(&app, &mut tx, &actor, &asked.til).await?;
    tx.commit().await?;
    let only = targets.first().filter(|_| targets.len() == 1).map(|target| target.value.clone());
    let smallest = actor.pack.as_ref().and_then(|pack| pack.voices.first()).map_or(5, |kind| kind.smallest);
    let typed = Typed {
        til: only.unwrap_or_default(),
        minst: smallest.to_string(),
        save_id: Uuid::new_v4().to_string(),
        slag: actor.pack.as_ref().and_then(|pack| pack.voices.first()).map(|kind| kind.key.clone()).unwrap_or_default(),
    };
    draw(&actor, &targets, typed, Vec::new())
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    if !has_voices(&actor) {
        return Err(AppError::NotFound);
    }
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let pack = actor.pack.clone().ok_or(AppError::NotFound)?;
    let kind = pack.voices_kind(&typed.slag);
    let smallest: Option<u8> = typed.minst.trim().parse().ok().filter(|smallest| (FEWEST..=MOST).contains(smallest));
    let (Some(kind), Some(smallest), false) = (kind, smallest, typed.til.is_empty()) else {
        let errors = [
            typed.til.is_empty().then(|| ("til".to_owned(), t("error-voices-target"))),
            kind.is_none().then(|| ("slag".to_owned(), t("error-voices-kind"))),
            smallest.is_none().then(|| ("minst".to_owned(), t("error-voices-smallest"))),
        ];
        let targets = targets(&app, &mut tx, &actor, &typed.til).await?;
        return draw(&actor, &targets, typed, errors.into_iter().flatten().collect());
    };
    let target = target(&app, &mut tx, &actor, &typed.til).await?;
    if let Some(made) = queries::made_with(&mut tx, target.can, save_id).await? {
        return Ok(flash::redirect(&format!("/roystar/{made}"), Flash::VoicesMade));
    }
    let made = making::make(&mut tx, &actor, target.can, kind, (target.asked_for, i16::from(smallest)), save_id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/roystar/{made}"), Flash::VoicesMade))
}
