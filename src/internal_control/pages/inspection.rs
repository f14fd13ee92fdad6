//! `/internkontroll/tilsyn/{inspection}`: an inspection with what it found; findings are added, and it is closed.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::finding::{People, TypedFinding, people, read, tell_given};
use super::{Errors, Reader, crumbs};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepInspections;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::InspectionId;
use crate::internal_control::model::{Finding, FindingState, Inspection, LONGEST, Said};
use crate::internal_control::queries::{self, Wanted};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/internkontroll/tilsyn/{inspection}", show)
        .post("/internkontroll/tilsyn/{inspection}/funn", add)
        .post("/internkontroll/tilsyn/{inspection}/lukking", close)
}

/// A finding, as it stands on the page.
struct FindingView {
    id: i64,
    words: String,
    about: String,
    state: FindingState,
    late: bool,
    said: Vec<(String, String)>,
    mends: bool,
    closes: bool,
    opens: bool,
}

/// What was typed in one of the page's forms and not taken.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// A new finding.
    pub new: Option<TypedFinding>,
    /// Of a finding: its id, the state, the day, the words.
    pub said: Option<(i64, String, String, String)>,
    /// The words of a closing.
    pub closing: Option<String>,
}

#[derive(Template)]
#[template(path = "internal_control/inspection.html")]
struct InspectionPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    kicker: String,
    facts: Vec<(String, String)>,
    closed: Option<(String, String)>,
    findings: Vec<FindingView>,
    keeps: bool,
    new: TypedFinding,
    adds: bool,
    schools: Vec<(String, String)>,
    people: People,
    typed: Typed,
    today: String,
    today_form: String,
    errors: Errors,
}

impl InspectionPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn error_of(&self, field: &str, id: i64) -> Option<String> {
        self.error(&format!("{field}-{id}"))
    }

    fn failed(&self, id: i64) -> bool {
        self.typed.said.as_ref().is_some_and(|(typed, ..)| *typed == id)
    }

    fn day_of(&self, id: i64) -> &str {
        self.typed.said.as_ref().filter(|(typed, ..)| *typed == id).map_or(self.today_form.as_str(), |(_, _, day, _)| day.as_str())
    }

    fn words_of(&self, id: i64) -> &str {
        self.typed.said.as_ref().filter(|(typed, ..)| *typed == id).map_or("", |(.., words)| words.as_str())
    }

    fn closing(&self) -> &str {
        self.typed.closing.as_deref().unwrap_or("")
    }
}

fn view(actor: &Actor, finding: &Finding, closed: bool) -> FindingView {
    let lang = actor.lang;
    let mut about = Vec::new();
    if !finding.school.is_empty() {
        about.push(finding.school.clone());
    }
    if !finding.responsible.is_empty() {
        about.push(text_with(lang, "control-responsible-line", &[("who", &finding.responsible)]));
    }
    if let Some(day) = finding.deadline {
        about.push(text_with(lang, "control-deadline-line", &[("day", &dates::long(day))]));
    }
    let said = |said: &Said| {
        let state = text(lang, said.state.text_key());
        let line = text_with(lang, "control-said", &[("state", &state), ("day", &dates::long(said.day)), ("who", &said.by)]);
        (line, said.words.clone())
    };
    let may = |to| !closed && finding.rights.can_say(to).is_ok();
    FindingView {
        id: finding.id.0,
        words: finding.words.clone(),
        about: about.join(". "),
        state: finding.state(),
        late: finding.is_late(actor.today),
        said: finding.said.iter().map(said).collect(),
        mends: may(FindingState::Mended),
        closes: may(FindingState::Closed),
        opens: may(FindingState::Open),
    }
}

fn facts(actor: &Actor, inspection: &Inspection) -> Vec<(String, String)> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let schools = inspection.schools.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let legal = match inspection.legal_on {
        Some(day) if !inspection.legal.is_empty() => {
            text_with(actor.lang, "control-legal-on", &[("legal", &inspection.legal), ("day", &dates::long(day))])
        }
        _ => inspection.legal.clone(),
    };
    let whose = if schools.is_empty() { actor.municipality_name.clone() } else { schools };
    let all = [
        ("control-by", inspection.by_whom.clone()),
        ("control-day", dates::long(inspection.day)),
        ("control-about", whose),
        ("control-legal", legal),
    ];
    all.into_iter().filter(|(_, words)| !words.is_empty()).map(|(key, words)| (t(key), words)).collect()
}

/// The page; `errors` are of one of its forms.
pub async fn draw(mut tx: Tx, actor: &Actor, inspection: &Inspection, (typed, errors): (Typed, Errors)) -> Result<Response> {
    let lang = actor.lang;
    let findings = queries::findings(&mut tx, actor, Wanted { inspection: Some(inspection.id), ..Wanted::default() }).await?;
    let keeps = CanKeepInspections::of(actor).is_ok();
    let people = if keeps { people(&mut tx, actor, inspection).await? } else { Vec::new() };
    tx.commit().await?;
    let closed = inspection.closed.is_some();
    let page = InspectionPage {
        cx: Page::new(actor, inspection.theme.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(
            actor,
            &[("/internkontroll/tilsyn", text(lang, "control-inspections").into_owned()), (&inspection.href(), inspection.theme.clone())],
        ),
        title: inspection.theme.clone(),
        href: inspection.href(),
        kicker: text(lang, inspection.kind.text_key()).into_owned(),
        facts: facts(actor, inspection),
        closed: inspection
            .closed
            .as_ref()
            .map(|(words, who, at)| (text_with(lang, "control-closed-by", &[("who", who), ("at", &dates::moment(*at))]), words.clone())),
        findings: findings.iter().map(|finding| view(actor, finding, closed)).collect(),
        keeps: keeps && !closed,
        adds: typed.new.is_some(),
        new: typed.new.clone().unwrap_or_default(),
        schools: inspection.schools.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        people: people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        typed,
        today: dates::long(actor.today),
        today_form: dates::for_form(actor.today),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InspectionId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let inspection = queries::inspection(&mut tx, &actor, id).await?;
    draw(tx, &actor, &inspection, (Typed::default(), Vec::new())).await
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InspectionId>, Form(sent): Form<TypedFinding>) -> Result<Response> {
    let save_id = save_id(&sent.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let inspection = queries::inspection_held(&mut tx, &actor, id).await?;
    let can = CanKeepInspections::of(&actor)?;
    if inspection.closed.is_some() {
        return Err(AppError::Conflict("error-control-closed"));
    }
    let known = people(&mut tx, &actor, &inspection).await?;
    let read = match read(&actor, &sent, &inspection, &known) {
        Ok(read) => read,
        Err(errors) => return draw(tx, &actor, &inspection, (Typed { new: Some(sent), ..Typed::default() }, errors)).await,
    };
    if queries::add_finding(&mut tx, &actor, can, (id, &read.to_store(), save_id)).await? {
        tell_given(&mut tx, &actor, &inspection, &read).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#funn-h", inspection.href()), Flash::Saved))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Closing {
    #[serde(default)]
    ord: String,
}

async fn close(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InspectionId>, Form(sent): Form<Closing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let inspection = queries::inspection_held(&mut tx, &actor, id).await?;
    let can = CanKeepInspections::of(&actor)?;
    if inspection.closed.is_some() {
        return Err(AppError::Conflict("error-control-closed"));
    }
    let findings = queries::findings(&mut tx, &actor, Wanted { inspection: Some(id), ..Wanted::default() }).await?;
    let mut reader = Reader::new(&actor);
    if findings.iter().any(|finding| finding.state() != FindingState::Closed) {
        reader.wrong("lukking-ord", "error-control-open-findings");
    }
    let words = reader.needs("lukking-ord", &sent.ord, (LONGEST, "error-control-closing"));
    if !reader.errors.is_empty() {
        let errors = reader.errors;
        return draw(tx, &actor, &inspection, (Typed { closing: Some(sent.ord), ..Typed::default() }, errors)).await;
    }
    queries::close(&mut tx, &actor, can, (id, &words)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&inspection.href(), Flash::InspectionClosed))
}
