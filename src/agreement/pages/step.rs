//! Moving an agreement on: another state, another day, the answer to a request, a correction, and words taken away.
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::one::{self, Act, Refused, Sent};
use super::{people_of, tell};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanMoveAgreement;
use crate::agreement::model::{Agreement, By, Change, Errors, Giver, LONGEST, State, day, reason};
use crate::agreement::queries::{self, Step};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::AgreementId;
use crate::meeting;
use crate::notification::Notice;
use crate::text::{dates, text};
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{self, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/avtalar/{agreement}/stand", move_on)
        .post("/avtalar/{agreement}/frist", put_off)
        .post("/avtalar/{agreement}/svar", answer)
        .post("/avtalar/{agreement}/tilbaketrekking", take_back)
        .post("/avtalar/{agreement}/retting", correct)
        .post("/avtalar/{agreement}/fjerning", remove)
}

/// What a change comes to when it can be stored.
struct Next {
    change: Change,
    what: Option<String>,
    by: Option<By>,
    due: Option<time::Date>,
    state: Option<State>,
    reason: String,
}

impl Next {
    fn new(change: Change) -> Self {
        Self { change, what: None, by: None, due: None, state: None, reason: String::new() }
    }
}

/// An agreement that is to be changed from what the form was made from.
struct At {
    agreement: Agreement,
    from: i32,
    save_id: uuid::Uuid,
}

/// The agreement as it stands when nobody can change it, take its words away or approve its minutes in between: all of them hold the document of the minutes.
async fn held(app: &App, tx: &mut Tx, actor: &Actor, id: AgreementId) -> Result<Agreement> {
    let known = queries::load(tx, actor, id).await?;
    let meeting = meeting::load(app, tx, actor, known.meeting).await?;
    writing::hold(tx, meeting.minutes).await?;
    queries::load(tx, actor, id).await
}

/// Loads it to change it; or the answer when it is not to be changed: the very form was sent before, or somebody has changed it since the form was made.
async fn at(app: &App, tx: &mut Tx, actor: &Actor, id: AgreementId, act: Act, typed: &Sent) -> Result<Result<At, Response>> {
    let save_id = save_id(&typed.save_id)?;
    let from: i32 = typed.versjon.parse().map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let agreement = held(app, tx, actor, id).await?;
    if agreement.number == from {
        return Ok(Ok(At { agreement, from, save_id }));
    }
    if queries::was_sent(tx, actor.municipality, id, save_id).await? {
        return Ok(Err(Redirect::to(&agreement.href()).into_response()));
    }
    let refused = Refused { act, typed: typed.clone(), errors: Errors::new() };
    Ok(Err(one::draw(app, tx, actor, agreement, Some(refused)).await?))
}

/// Stores the change, tells whom it concerns and whoever is responsible from now on, and goes back to the agreement.
async fn store(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    can: CanMoveAgreement,
    at: At,
    next: Next,
    notice: Option<(Notice, Giver)>,
) -> Result<Response> {
    let step = Step {
        from: at.from,
        change: next.change,
        what: next.what.as_deref(),
        by: next.by.as_ref(),
        due: next.due,
        state: next.state,
        reason: &next.reason,
        save_id: at.save_id,
    };
    queries::step(&mut tx, actor, can, &step).await?;
    if let Some((notice, giver)) = notice {
        let people = people_of(&mut tx, actor, &at.agreement, giver).await?;
        tell(app, &mut tx, actor, &at.agreement, notice, &people).await?;
    }
    if let Some((person, _)) = next.by.and_then(|by| by.person)
        && at.agreement.who != Some(person)
    {
        tell(app, &mut tx, actor, &at.agreement, Notice::AgreementGiven, &[person]).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&at.agreement.href(), Flash::AgreementMoved))
}

async fn refuse(app: &App, tx: &mut Tx, actor: &Actor, at: At, act: Act, typed: Sent, errors: Errors) -> Result<Response> {
    one::draw(app, tx, actor, at.agreement, Some(Refused { act, typed, errors })).await
}

async fn move_on(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AgreementId>, Form(typed): Form<Sent>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let at = match at(&app, &mut tx, &actor, id, Act::Move, &typed).await? {
        Ok(at) => at,
        Err(answer) => return Ok(answer),
    };
    let can = at.agreement.rights.can_move()?;
    let to = State::parse(&typed.til).filter(|to| at.agreement.state.next().contains(to));
    let mut errors = Errors::new();
    if to.is_none() {
        errors.push(("til", text(actor.lang, "error-agreement-to").into_owned()));
    }
    let reason = reason(&typed.grunn, to == Some(State::Dropped), actor.lang).map_err(|sentence| errors.push(("grunn", sentence)));
    let (Ok(reason), true) = (reason, errors.is_empty()) else {
        return refuse(&app, &mut tx, &actor, at, Act::Move, typed, errors).await;
    };
    let notice = (Notice::AgreementMoved, at.agreement.giver.other());
    store(&app, tx, &actor, can, at, Next { state: to, reason, ..Next::new(Change::Moved) }, Some(notice)).await
}

async fn put_off(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AgreementId>, Form(typed): Form<Sent>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let at = match at(&app, &mut tx, &actor, id, Act::Day, &typed).await? {
        Ok(at) => at,
        Err(answer) => return Ok(answer),
    };
    let can = at.agreement.rights.can_move()?;
    if !at.agreement.state.is_open() {
        return Err(AppError::Forbidden);
    }
    let mut errors = Errors::new();
    let due = day(&typed.frist, actor.today, actor.lang).map_err(|sentence| errors.push(("frist", sentence)));
    let reason = reason(&typed.grunn, true, actor.lang).map_err(|sentence| errors.push(("grunn", sentence)));
    let (Ok(due), Ok(reason)) = (due, reason) else {
        return refuse(&app, &mut tx, &actor, at, Act::Day, typed, errors).await;
    };
    let notice = (Notice::AgreementMoved, at.agreement.giver.other());
    store(&app, tx, &actor, can, at, Next { due: Some(due), reason, ..Next::new(Change::Day) }, Some(notice)).await
}

/// Yes makes it a promise of the owner, with a day and perhaps a person; no says why.
async fn answer(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AgreementId>, Form(typed): Form<Sent>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let at = match at(&app, &mut tx, &actor, id, Act::Answer, &typed).await? {
        Ok(at) => at,
        Err(answer) => return Ok(answer),
    };
    let can = at.agreement.rights.can_answer()?;
    let mut errors = Errors::new();
    let mut next = Next::new(Change::Answered);
    match typed.svar.as_str() {
        "ja" => {
            let candidates = queries::candidates(&mut tx, &actor, at.agreement.meeting).await?;
            next.by = By::parse(&typed.kven, &candidates, None).filter(|by| by.giver == Giver::Owner);
            if next.by.is_none() {
                errors.push(("kven", text(actor.lang, "error-agreement-who").into_owned()));
            }
            next.due = day(&typed.frist, actor.today, actor.lang).map_err(|sentence| errors.push(("frist", sentence))).ok();
            next.state = Some(State::Open);
        }
        "nei" => next.state = Some(State::Declined),
        _ => errors.push(("svar", text(actor.lang, "error-agreement-answer").into_owned())),
    }
    match reason(&typed.grunn, next.state == Some(State::Declined), actor.lang) {
        Ok(reason) => next.reason = reason,
        Err(sentence) => errors.push(("grunn", sentence)),
    }
    if !errors.is_empty() {
        return refuse(&app, &mut tx, &actor, at, Act::Answer, typed, errors).await;
    }
    store(&app, tx, &actor, can, at, next, Some((Notice::SupportAnswered, Giver::School))).await
}

async fn take_back(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AgreementId>, Form(typed): Form<Sent>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let at = match at(&app, &mut tx, &actor, id, Act::TakeBack, &typed).await? {
        Ok(at) => at,
        Err(answer) => return Ok(answer),
    };
    let can = at.agreement.rights.can_take_back()?;
    let reason = match reason(&typed.grunn, true, actor.lang) {
        Ok(reason) => reason,
        Err(sentence) => return refuse(&app, &mut tx, &actor, at, Act::TakeBack, typed, vec![("grunn", sentence)]).await,
    };
    let next = Next { state: Some(State::Dropped), reason, ..Next::new(Change::Moved) };
    store(&app, tx, &actor, can, at, next, Some((Notice::AgreementMoved, Giver::Owner))).await
}

/// As long as the minutes are written.
async fn correct(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AgreementId>, Form(typed): Form<Sent>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let at = match at(&app, &mut tx, &actor, id, Act::Correct, &typed).await? {
        Ok(at) => at,
        Err(answer) => return Ok(answer),
    };
    let can = at.agreement.rights.can_correct()?;
    let mut errors = Errors::new();
    let mut next = Next::new(Change::Corrected);
    match short_text(&typed.kva, LONGEST, text(actor.lang, "error-agreement-what"), actor.lang) {
        Ok(what) => next.what = Some(what),
        Err(sentence) => errors.push(("kva", sentence)),
    }
    if at.agreement.state != State::Asked {
        let candidates = queries::candidates(&mut tx, &actor, at.agreement.meeting).await?;
        next.by = By::parse(&typed.kven, &candidates, at.agreement.school);
        if next.by.is_none() {
            errors.push(("kven", text(actor.lang, "error-agreement-who").into_owned()));
        }
    }
    let from = actor.today.min(dates::norwegian_date(at.agreement.met_at)).min(at.agreement.due);
    next.due = day(&typed.frist, from, actor.lang).map_err(|sentence| errors.push(("frist", sentence))).ok();
    if !errors.is_empty() {
        return refuse(&app, &mut tx, &actor, at, Act::Correct, typed, errors).await;
    }
    store(&app, tx, &actor, can, at, next, None).await
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<AgreementId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let agreement = held(&app, &mut tx, &actor, id).await?;
    let can = agreement.rights.can_remove()?;
    queries::remove_words(&mut tx, &actor, can).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), Flash::AgreementWordsRemoved))
}
