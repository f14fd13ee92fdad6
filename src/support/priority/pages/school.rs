//! `/prioritering/skole/{school}`: what one school gets and has got, what it says to that, and what came of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::model::{Judgement, LONGEST_REASON, Said};
use super::{crumbs, queries};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{ChainSide, FollowUpRights};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{JudgementId, PersonId, SchoolId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::support::typed::{Errors, LONGEST_LINE, period, words};
use crate::text::{InBoth, dates, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/prioritering/skole/{school}", show)
        .post("/prioritering/vurdering/{judgement}/svar", answer)
        .post("/prioritering/vurdering/{judgement}/avslutning", close)
}

/// Words with who said them.
struct SaidLine {
    words: String,
    about: String,
}

impl SaidLine {
    fn of(said: &Said) -> Self {
        Self { words: said.words.clone(), about: format!("{}, {}", said.by, dates::moment(said.at)) }
    }
}

struct Shown {
    id: JudgementId,
    heading: String,
    level: String,
    criteria: Vec<String>,
    reason: String,
    helper: String,
    period: String,
    support: Option<String>,
    about: String,
    answers: Vec<SaidLine>,
    closing: Option<SaidLine>,
    waits: bool,
    answers_it: bool,
    closes: bool,
    /// What was typed and not taken: the answer, and the end.
    typed: [Option<String>; 2],
}

#[derive(Template)]
#[template(path = "support/priority_school.html")]
struct SchoolPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    name: String,
    href: String,
    judgements: Vec<Shown>,
    judges: bool,
    errors: Errors,
}

impl SchoolPage {
    fn error(&self, field: &str, id: JudgementId) -> Option<String> {
        page::error_on(&self.errors, &format!("{field}-{id}"))
    }
}

/// What was typed in one form of one judgement: the answer, or the end.
#[derive(Default)]
struct Typed {
    of: Option<(JudgementId, usize, String)>,
    errors: Errors,
}

fn shown(actor: &Actor, rights: &FollowUpRights, judgement: &Judgement, typed: &Typed) -> Shown {
    let (level, about_level) = judgement.level_words(actor.lang);
    let (from, to) = judgement.period;
    let id = judgement.facts.id;
    let kept = |form| typed.of.as_ref().filter(|(of, which, _)| *of == id && *which == form).map(|(_, _, words)| words.clone());
    Shown {
        id,
        heading: level,
        level: about_level,
        criteria: judgement.criteria.clone(),
        reason: judgement.reason.clone(),
        helper: judgement.helper.clone(),
        period: period(actor, from, to),
        support: judgement.support.map(|support| format!("/stotte/{support}")),
        about: text_with(actor.lang, "priority-by", &[("who", &judgement.by.0), ("at", &dates::moment(judgement.by.1))]),
        answers: judgement.answers.iter().map(SaidLine::of).collect(),
        closing: judgement.closing.as_ref().map(SaidLine::of),
        waits: judgement.waits_for_answer(),
        answers_it: rights.can_answer(judgement.facts).is_ok(),
        closes: rights.can_close(judgement.facts).is_ok(),
        typed: [kept(0), kept(1)],
    }
}

/// A school of the actor's chain, by name.
pub(super) async fn name_of(tx: &mut Tx, actor: &Actor, school: SchoolId) -> Result<String> {
    Ok(municipality::school(tx, actor.municipality, school).await?.ok_or(AppError::NotFound)?.name)
}

async fn draw(app: &App, mut tx: Tx, actor: &Actor, (school, rights): (SchoolId, FollowUpRights), typed: Typed) -> Result<Response> {
    let name = name_of(&mut tx, actor, school).await?;
    let judgements = queries::judgements(app, &mut tx, actor, Some(school)).await?;
    let href = format!("/prioritering/skole/{school}");
    tx.commit().await?;
    let page = SchoolPage {
        cx: Page::new(actor, text_with(actor.lang, "priority-school", &[("school", &name)])).refused_when(!typed.errors.is_empty()),
        crumbs: crumbs(actor, [(href.clone(), name.clone())]),
        name,
        href,
        judgements: judgements.iter().map(|(_, judgement)| shown(actor, &rights, judgement, &typed)).collect(),
        judges: rights.can_judge().is_ok(),
        errors: typed.errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(school): Path<SchoolId>) -> Result<Response> {
    let rights = FollowUpRights::of(&actor, school)?;
    let tx = app.database.read(&actor.scope()).await?;
    draw(&app, tx, &actor, (school, rights), Typed::default()).await
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sent {
    ord: String,
    sikker: String,
    save_id: String,
}

/// One judgement to write in, with its school and what the actor may do there.
async fn enter(app: &App, actor: &Actor, id: JudgementId) -> Result<(Tx, SchoolId, FollowUpRights, Judgement)> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let school = queries::school_of(&mut tx, actor, id).await?;
    let rights = FollowUpRights::of(actor, school)?;
    let all = queries::judgements(app, &mut tx, actor, Some(school)).await?;
    let judgement = all.into_iter().map(|(_, judgement)| judgement).find(|judgement| judgement.facts.id == id).ok_or(AppError::NotFound)?;
    Ok((tx, school, rights, judgement))
}

/// Tells those of a side: not what, and of a school's answer not which school.
pub(super) async fn tell(tx: &mut Tx, actor: &Actor, (school, side): (SchoolId, ChainSide), notice: Notice) -> Result<()> {
    let mut people: Vec<PersonId> = match side {
        ChainSide::School => municipality::leaders_of(tx, actor.municipality, school, actor.today).await?,
        ChainSide::Owner => {
            let followers = municipality::followers_of(tx, actor.municipality, school, actor.today).await?;
            followers.into_iter().map(|(person, _, _)| person).collect()
        }
    };
    people.sort_unstable();
    people.dedup();
    let href = format!("/prioritering/skole/{school}");
    let message = Message { notice, who: "", what: &InBoth::default(), href: &href };
    notification::tell(tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}

async fn answer(Extract(app): Extract<App>, actor: Actor, Path(id): Path<JudgementId>, Form(sent): Form<Sent>) -> Result<Response> {
    let (mut tx, school, rights, judgement) = enter(&app, &actor, id).await?;
    let can = rights.can_answer(judgement.facts)?;
    let save_id = save_id(&sent.save_id)?;
    let name = name_of(&mut tx, &actor, school).await?;
    match words(&actor, &sent.ord, LONGEST_REASON, "error-priority-answer", (&name, &sent.sikker)) {
        Ok(said) => {
            queries::answer(&mut tx, &actor, can, (&said, save_id)).await?;
            notification::seen(&mut tx, &actor, Notice::FollowUpJudged, &format!("/prioritering/skole/{school}")).await?;
            tell(&mut tx, &actor, (school, ChainSide::Owner), Notice::FollowUpMoved).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("/prioritering/skole/{school}"), Flash::Saved))
        }
        Err(sentence) => {
            let typed = Typed { of: Some((id, 0, sent.ord)), errors: vec![(format!("svar-{id}"), sentence)] };
            draw(&app, tx, &actor, (school, rights), typed).await
        }
    }
}

async fn close(Extract(app): Extract<App>, actor: Actor, Path(id): Path<JudgementId>, Form(sent): Form<Sent>) -> Result<Response> {
    let (mut tx, school, rights, judgement) = enter(&app, &actor, id).await?;
    let save_id = save_id(&sent.save_id)?;
    let href = format!("/prioritering/skole/{school}");
    if queries::is_closed_by(&mut tx, &actor, id, save_id).await? {
        return Ok(flash::redirect(&href, Flash::Saved));
    }
    let can = rights.can_close(judgement.facts)?;
    let name = name_of(&mut tx, &actor, school).await?;
    match words(&actor, &sent.ord, LONGEST_LINE, "error-support-note", (&name, &sent.sikker)) {
        Ok(said) => {
            queries::close(&mut tx, &actor, can, (&said, save_id)).await?;
            tell(&mut tx, &actor, (school, ChainSide::School), Notice::FollowUpMoved).await?;
            tx.commit().await?;
            Ok(flash::redirect(&href, Flash::Saved))
        }
        Err(sentence) => {
            let typed = Typed { of: Some((id, 1, sent.ord)), errors: vec![(format!("slutt-{id}"), sentence)] };
            draw(&app, tx, &actor, (school, rights), typed).await
        }
    }
}
