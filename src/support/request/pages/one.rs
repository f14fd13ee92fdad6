//! `/stotte/{support}`: one request, who helps, and its next step.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::model::{Request, SupportChange};
use super::super::tell_helper;
use super::{crumbs, queries, tell};
use crate::App;
use crate::access::Actor;
use crate::access::rules::ChainSide;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{PersonId, SupportId};
use crate::notification::Notice;
use crate::support::typed::{Errors, LONGEST_LINE, TypedHelp, helpers, on, words};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/stotte/{support}", show)
        .post("/stotte/{support}/hjelp", help)
        .post("/stotte/{support}/nei", decline)
        .post("/stotte/{support}/avslutning", close)
}

/// What was typed and not taken.
#[derive(Default)]
struct Typed {
    change: Option<SupportChange>,
    help: Option<TypedHelp>,
    words: String,
    errors: Errors,
}

struct StepLine {
    sentence: String,
    words: String,
    about: String,
}

#[derive(Template)]
#[template(path = "support/one.html")]
struct OnePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    kind: &'static str,
    icon: &'static str,
    state: String,
    late: bool,
    facts: Vec<(String, String)>,
    words: String,
    agreement: Option<String>,
    steps: Vec<StepLine>,
    /// Reads it as the helper.
    as_helper: bool,
    helps: bool,
    changes: bool,
    declines: bool,
    closes: bool,
    people: Vec<(PersonId, String)>,
    help: TypedHelp,
    /// What was typed in the form of no, and in the one of the end.
    typed: [String; 2],
    opened: Option<SupportChange>,
    rev: i32,
    href: String,
    errors: Errors,
}

impl OnePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn is_open(&self, change: &str) -> bool {
        self.opened.is_some_and(|opened| opened.key() == change)
    }
}

fn facts(actor: &Actor, request: &Request) -> Vec<(String, String)> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let mut facts = vec![(t("support-school"), request.school_name.clone())];
    if let Some(day) = request.answer_by {
        facts.push((t("support-answer-by"), dates::long(day)));
    }
    if let Some((from, to)) = request.period {
        facts.push((t("support-helper"), request.helper.clone()));
        facts.push((t("support-when"), crate::support::typed::period(actor, from, to)));
    }
    facts
}

/// What the form of help begins with: what stands, or today.
fn standing(actor: &Actor, request: &Request, people: &[(PersonId, String)]) -> TypedHelp {
    let Some((from, to)) = request.period else { return TypedHelp::from_today(actor) };
    let person = request.rights.facts().helper.filter(|helper| people.iter().any(|(person, _)| person == helper));
    TypedHelp {
        name: if person.is_some() { String::new() } else { request.helper.clone() },
        person: person.map_or_else(String::new, |person| person.to_string()),
        from: dates::for_form(from),
        to: dates::for_form(to),
    }
}

async fn draw(mut tx: Tx, actor: &Actor, request: &Request, typed: Typed) -> Result<Response> {
    let lang = actor.lang;
    let may = |change| request.rights.can(change).is_ok();
    let steps = queries::steps(&mut tx, actor, request).await?;
    let people = if may(SupportChange::Helps) { helpers(&mut tx, actor).await? } else { Vec::new() };
    tx.commit().await?;
    let (kind, icon) = request.state().tag();
    let title = text_with(lang, "support-heading", &[("kind", &request.kind_name(lang)), ("school", &request.school_name)]);
    let made_key = if request.answer_by.is_some() { "support-asked-line" } else { "support-offered-line" };
    let made = StepLine {
        sentence: text(lang, made_key).into_owned(),
        words: String::new(),
        about: format!("{}, {}", request.made.0, dates::moment(request.made.1)),
    };
    let as_helper = request.rights.side().is_none();
    let lines = steps.iter().map(|step| StepLine { sentence: step.sentence(actor), words: step.words.clone(), about: step.about() });
    let of = |change| if typed.change == Some(change) { typed.words.clone() } else { String::new() };
    let page = OnePage {
        cx: Page::new(actor, title.clone()).refused_when(!typed.errors.is_empty()),
        crumbs: crumbs(actor, Some((request.href(), title.clone()))),
        title,
        kind,
        icon,
        state: text(lang, request.state().text_key()).into_owned(),
        late: request.is_late(actor.today),
        facts: facts(actor, request),
        words: request.words.clone(),
        agreement: request.agreement.filter(|_| !as_helper).map(|id| format!("/avtalar/{id}")),
        steps: if as_helper { Vec::new() } else { lines.chain([made]).collect() },
        as_helper,
        helps: may(SupportChange::Helps),
        changes: request.period.is_some(),
        declines: may(SupportChange::Declined),
        closes: may(SupportChange::Done),
        help: typed.help.clone().unwrap_or_else(|| standing(actor, request, &people)),
        people,
        typed: [of(SupportChange::Declined), of(SupportChange::Done)],
        opened: typed.change,
        rev: request.rights.facts().steps,
        href: request.href(),
        errors: typed.errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SupportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let request = queries::load(&app, &mut tx, &actor, id).await?;
    draw(tx, &actor, &request, Typed::default()).await
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Helps {
    hjelpar: String,
    hjelpar_ord: String,
    fra: String,
    til: String,
    rev: String,
    save_id: String,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Says {
    ord: String,
    sikker: String,
    rev: String,
    save_id: String,
}

/// What somebody else wrote since the form was made.
fn newer(actor: &Actor, request: &Request, rev: &str, field: &str) -> Errors {
    if rev == request.rights.facts().steps.to_string() { Errors::new() } else { on(actor, field, "error-support-newer") }
}

async fn help(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SupportId>, Form(sent): Form<Helps>) -> Result<Response> {
    let save_id = save_id(&sent.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let request = queries::load(&app, &mut tx, &actor, id).await?;
    if queries::is_taken(&mut tx, &actor, id, save_id).await? {
        return Ok(flash::redirect(&request.href(), Flash::Saved));
    }
    let can = request.rights.can(SupportChange::Helps)?;
    let people = helpers(&mut tx, &actor).await?;
    let typed = TypedHelp { person: sent.hjelpar, name: sent.hjelpar_ord, from: sent.fra, to: sent.til };
    let checked = typed.checked(&actor, &people);
    let mut errors = newer(&actor, &request, &sent.rev, "hjelpar");
    errors.extend(checked.as_ref().err().cloned().unwrap_or_default());
    match checked {
        Ok(help) if errors.is_empty() => {
            queries::step(&mut tx, &actor, can, &queries::NewStep { help: Some(&help), words: "", save_id }).await?;
            tell_helper(&mut tx, &actor, id, &help).await?;
            tell(&mut tx, &actor, (can.school(), ChainSide::School), Notice::SupportMoved, &request.href()).await?;
            tx.commit().await?;
            Ok(flash::redirect(&request.href(), Flash::Saved))
        }
        _ => draw(tx, &actor, &request, Typed { change: Some(SupportChange::Helps), help: Some(typed), errors, ..Typed::default() }).await,
    }
}

async fn decline(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SupportId>, Form(sent): Form<Says>) -> Result<Response> {
    say(&app, &actor, id, sent, (SupportChange::Declined, "nei-ord", "error-support-reason")).await
}

async fn close(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SupportId>, Form(sent): Form<Says>) -> Result<Response> {
    say(&app, &actor, id, sent, (SupportChange::Done, "slutt-ord", "error-support-note")).await
}

/// A step that is a line of words.
async fn say(
    app: &App,
    actor: &Actor,
    id: SupportId,
    sent: Says,
    (change, field, missing): (SupportChange, &str, &'static str),
) -> Result<Response> {
    let save_id = save_id(&sent.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let request = queries::load(app, &mut tx, actor, id).await?;
    if queries::is_taken(&mut tx, actor, id, save_id).await? {
        return Ok(flash::redirect(&request.href(), Flash::Saved));
    }
    let can = request.rights.can(change)?;
    let said = words(actor, &sent.ord, LONGEST_LINE, missing, (&request.school_name, &sent.sikker));
    let mut errors = newer(actor, &request, &sent.rev, field);
    errors.extend(said.as_ref().err().map(|sentence| (field.to_owned(), sentence.clone())));
    match said {
        Ok(said) if errors.is_empty() => {
            queries::step(&mut tx, actor, can, &queries::NewStep { help: None, words: &said, save_id }).await?;
            tell(&mut tx, actor, (can.school(), can.side().other()), Notice::SupportMoved, &request.href()).await?;
            tx.commit().await?;
            Ok(flash::redirect(&request.href(), Flash::Saved))
        }
        _ => draw(tx, actor, &request, Typed { change: Some(change), words: sent.ord, errors, help: None }).await,
    }
}
