//! What the council is asked to decide.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::side;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, ReportId, ReportProposalId};
use crate::municipality;
use crate::text::kroner;
use crate::text::{Lang, text, text_with};
use crate::tilstandsrapport::decision::Proposal;
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::queries::{self, NewProposal};
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/forslag", show)
        .post("/tilstandsrapport/{report}/forslag", propose)
        .post("/tilstandsrapport/{report}/forslag/{proposal}/fjerning", remove)
}

/// The most characters of a proposal.
pub const LONGEST: usize = 2000;
/// And of who does it.
const LONGEST_NAME: usize = 200;

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    forslag: String,
    #[serde(default)]
    ramme: String,
    #[serde(default)]
    kostnad: String,
    #[serde(default)]
    ansvarleg: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    save_id: String,
}

struct Row {
    id: ReportProposalId,
    number: usize,
    body: String,
    about: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/proposals.html")]
struct ProposalsPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    rows: Vec<Row>,
    /// Those who can be responsible, and whether one is chosen.
    people: Vec<(PersonId, String, bool)>,
    open: bool,
    typed: Typed,
    errors: Vec<(String, String)>,
    front: String,
}

impl ProposalsPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// Those who can be responsible for a decision, and which of them is chosen.
pub async fn people(tx: &mut Tx, actor: &Actor, chosen: &str) -> Result<Vec<(PersonId, String, bool)>> {
    let people = municipality::office_holders(tx, actor.municipality, actor.today).await?;
    let with_chosen = |(id, name): (PersonId, String)| (id, name, id.to_string() == chosen);
    Ok(people.into_iter().map(with_chosen).collect())
}

/// The person chosen in a form, or the sentence that says why not; nobody when nobody is.
pub fn chosen_person(people: &[(PersonId, String, bool)], typed: &str, lang: Lang) -> Result<Option<PersonId>, String> {
    let found = people.iter().find(|(.., chosen)| *chosen).map(|(id, ..)| *id);
    if found.is_none() && !typed.is_empty() { Err(text(lang, "error-report-who").into_owned()) } else { Ok(found) }
}

async fn draw(tx: &mut Tx, actor: &Actor, report: &Report, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let _can = report.rights.can_arrange()?;
    let title = text(lang, "report-proposals-title").into_owned();
    let proposals = queries::proposals(tx, actor.municipality, report.id).await?;
    let people = people(tx, actor, &typed.person).await?;
    let row = |proposal: Proposal| Row {
        id: proposal.id,
        number: proposal.number,
        about: text_with(lang, "report-proposal-about", &[("cost", &page::capital(&proposal.cost_words(lang))), ("who", &proposal.who())]),
        body: proposal.body,
    };
    let (cx, crumbs) = side::page(report, actor, "forslag", &title)?;
    let page = ProposalsPage {
        cx: cx.refused_when(!errors.is_empty()),
        crumbs,
        title,
        rows: proposals.into_iter().map(row).collect(),
        people,
        open: report.decided_on.is_none(),
        typed,
        errors,
        front: report.href(),
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let typed = Typed { save_id: Uuid::new_v4().to_string(), ramme: "ja".to_owned(), ..Typed::default() };
    let page = draw(&mut tx, &actor, &report, typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn propose(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Form(typed): Form<Typed>) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    report.check_open()?;
    let body = short_text(&typed.forslag, LONGEST, text(lang, "error-report-proposal"), lang);
    let who = short_text(&typed.ansvarleg, LONGEST_NAME, text(lang, "error-report-responsible"), lang);
    let cost = if typed.ramme == "ja" { Ok(None) } else { kroner::typed(&typed.kostnad).map(Some).ok_or("error-report-cost") };
    let person = chosen_person(&people(&mut tx, &actor, &typed.person).await?, &typed.person, lang);
    match (body, who, cost, person) {
        (Ok(body), Ok(responsible), Ok(cost), Ok(person)) => {
            queries::propose(&mut tx, &actor, can, &NewProposal { body, cost, responsible, person }, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/forslag", report.href()), Flash::Saved))
        }
        (body, who, cost, person) => {
            let errors = [
                body.err().map(|sentence| ("forslag", sentence)),
                cost.err().map(|key| ("kostnad", text(lang, key).into_owned())),
                who.err().map(|sentence| ("ansvarleg", sentence)),
                person.err().map(|sentence| ("person", sentence)),
            ];
            let errors = errors.into_iter().flatten().map(|(field, sentence)| (field.to_owned(), sentence)).collect();
            draw(&mut tx, &actor, &report, typed, errors).await
        }
    }
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, proposal)): Path<(ReportId, ReportProposalId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    if !queries::remove_proposal(&mut tx, &actor, can, proposal).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/forslag", report.href()), Flash::ProposalRemoved))
}
