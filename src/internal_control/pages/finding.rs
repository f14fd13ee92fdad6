//! `/internkontroll/funn/{finding}`: how a finding stands is said, and the owner corrects what it says.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::inspection::{self, Typed};
use super::{Errors, Reader, crumbs};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepInspections;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{FindingId, PersonId, SchoolId};
use crate::internal_control::model::{Finding, FindingState, Inspection, LONGEST, LONGEST_NAME};
use crate::internal_control::queries::{self, NewFinding};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, dates, name_and_title, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/internkontroll/funn/{finding}/stand", say)
        .get("/internkontroll/funn/{finding}/endring", show)
        .post("/internkontroll/funn/{finding}/endring", correct)
}

/// Value and name of people to choose among.
pub type People = Vec<(String, String)>;

/// A finding as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TypedFinding {
    /// What was found.
    pub ord: String,
    /// The school; empty: all that the inspection is about.
    pub skule: String,
    /// By when it is put right.
    pub frist: String,
    /// Who does that.
    pub kven: String,
    /// The same in words.
    pub kven_ord: String,
    /// What the form was made with.
    pub save_id: String,
}

/// What a form says.
pub struct Read {
    words: String,
    school: Option<SchoolId>,
    deadline: Option<time::Date>,
    responsible: Option<PersonId>,
    responsible_words: String,
}

impl Read {
    /// As it is stored.
    pub fn to_store(&self) -> NewFinding<'_> {
        NewFinding {
            school: self.school,
            words: &self.words,
            deadline: self.deadline,
            responsible: self.responsible,
            responsible_words: &self.responsible_words,
        }
    }
}

/// Those who can be named to put something right: they read the inspection.
pub async fn people(tx: &mut Tx, actor: &Actor, inspection: &Inspection) -> Result<Vec<(PersonId, String)>> {
    let mut people: Vec<(PersonId, String)> = Vec::new();
    for (school, _) in &inspection.schools {
        let members = municipality::members_of(tx, actor.municipality, *school, actor.today).await?;
        let led = members.into_iter().filter(|one| one.role == "rektor");
        people.extend(led.map(|one| (one.person, name_and_title(&one.name, &one.title))));
        let followers = municipality::followers_of(tx, actor.municipality, *school, actor.today).await?;
        people.extend(followers.into_iter().map(|(person, name, _)| (person, name)));
    }
    if inspection.schools.is_empty() {
        people.push((actor.person, actor.name_and_title()));
    }
    let mut seen = Vec::new();
    people.retain(|(person, _)| {
        let new = !seen.contains(person);
        seen.push(*person);
        new
    });
    Ok(people)
}

/// Reads a form.
///
/// # Errors
///
/// What is wrong, by field.
pub fn read(actor: &Actor, typed: &TypedFinding, inspection: &Inspection, people: &[(PersonId, String)]) -> Result<Read, Errors> {
    let mut reader = Reader::new(actor);
    let words = reader.needs("ord", &typed.ord, (LONGEST, "error-control-found"));
    let school = inspection.schools.iter().map(|(id, _)| *id).find(|id| id.to_string() == typed.skule);
    if school.is_none() && !typed.skule.is_empty() {
        reader.wrong("skule", "error-control-school");
    }
    let deadline = reader.day("frist", &typed.frist);
    let responsible = people.iter().map(|(id, _)| *id).find(|id| id.to_string() == typed.kven);
    if responsible.is_none() && !typed.kven.is_empty() {
        reader.wrong("kven", "error-control-person");
    }
    let responsible_words = reader.may("kven_ord", &typed.kven_ord, LONGEST_NAME);
    if reader.errors.is_empty() { Ok(Read { words, school, deadline, responsible, responsible_words }) } else { Err(reader.errors) }
}

/// Tells whoever is to put it right, or else the leader of the school.
pub async fn tell_given(tx: &mut Tx, actor: &Actor, inspection: &Inspection, read: &Read) -> Result<()> {
    let people = match (read.responsible, read.school) {
        (Some(person), _) => vec![person],
        (None, Some(school)) => municipality::leaders_of(tx, actor.municipality, school, actor.today).await?,
        (None, None) => Vec::new(),
    };
    let message = Message { notice: Notice::FindingGiven, who: &actor.name, what: &InBoth::default(), href: &inspection.href() };
    notification::tell(tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    stand: String,
    #[serde(default)]
    dag: String,
    #[serde(default)]
    ord: String,
    save_id: String,
}

async fn say(Extract(app): Extract<App>, actor: Actor, Path(id): Path<FindingId>, Form(sent): Form<Sent>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let finding = queries::finding(&mut tx, &actor, id).await?;
    let inspection = queries::inspection(&mut tx, &actor, finding.inspection).await?;
    let save_id = save_id(&sent.save_id)?;
    let to = FindingState::parse(&sent.stand).ok_or(AppError::BadRequest("error-bad-form"))?;
    let back = format!("{}#funn-{id}", inspection.href());
    if queries::was_said(&mut tx, &actor, save_id).await? {
        return Ok(flash::redirect(&back, Flash::Saved));
    }
    let can = finding.rights.can_say(to)?;
    let mut reader = Reader::new(&actor);
    // What was done is said when it is put right; that it is closed or open again can be said without words.
    let (field, day_field) = (format!("ord-{id}"), format!("dag-{id}"));
    let words = match to {
        FindingState::Mended => reader.needs(&field, &sent.ord, (LONGEST, "error-control-done")),
        FindingState::Open | FindingState::Closed => reader.may(&field, &sent.ord, LONGEST),
    };
    let day = if to == FindingState::Mended { reader.past_day(&day_field, &sent.dag) } else { actor.today };
    if !reader.errors.is_empty() {
        let errors = reader.errors;
        let typed = Typed { said: Some((id.0, sent.stand, sent.dag, sent.ord)), ..Typed::default() };
        return inspection::draw(tx, &actor, &inspection, (typed, errors)).await;
    }
    if queries::say(&mut tx, &actor, can, (&words, day, save_id)).await? && to == FindingState::Mended {
        let message = Message { notice: Notice::FindingMended, who: &actor.name, what: &InBoth::default(), href: &inspection.href() };
        notification::tell(&mut tx, actor.municipality, actor.now, &[inspection.made_by], Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&back, Flash::Saved))
}

#[derive(Template)]
#[template(path = "internal_control/finding.html")]
struct FindingPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    typed: TypedFinding,
    schools: Vec<(String, String)>,
    people: People,
    errors: Errors,
}

impl FindingPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What the form begins with.
fn typed(finding: &Finding) -> TypedFinding {
    let facts = finding.rights.facts();
    TypedFinding {
        ord: finding.words.clone(),
        skule: facts.school.map_or_else(String::new, |id| id.to_string()),
        frist: finding.deadline.map_or_else(String::new, dates::for_form),
        kven: facts.responsible.map_or_else(String::new, |id| id.to_string()),
        kven_ord: finding.responsible_words.clone(),
        save_id: String::new(),
    }
}

async fn draw(
    mut tx: Tx,
    actor: &Actor,
    (finding, inspection): (&Finding, &Inspection),
    (typed, errors): (TypedFinding, Errors),
) -> Result<Response> {
    let people = people(&mut tx, actor, inspection).await?;
    tx.commit().await?;
    let title = text(actor.lang, "control-correct-finding").into_owned();
    let href = format!("/internkontroll/funn/{}/endring", finding.id);
    let page = FindingPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(
            actor,
            &[
                ("/internkontroll/tilsyn", text(actor.lang, "control-inspections").into_owned()),
                (&inspection.href(), inspection.theme.clone()),
                (&href, title),
            ],
        ),
        back: inspection.href(),
        schools: inspection.schools.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        people: people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        href,
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<FindingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let finding = queries::finding(&mut tx, &actor, id).await?;
    let _ = CanKeepInspections::of(&actor)?;
    let inspection = queries::inspection(&mut tx, &actor, finding.inspection).await?;
    draw(tx, &actor, (&finding, &inspection), (typed(&finding), Vec::new())).await
}

async fn correct(Extract(app): Extract<App>, actor: Actor, Path(id): Path<FindingId>, Form(sent): Form<TypedFinding>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let finding = queries::finding(&mut tx, &actor, id).await?;
    let can = CanKeepInspections::of(&actor)?;
    let inspection = queries::inspection_held(&mut tx, &actor, finding.inspection).await?;
    if inspection.closed.is_some() {
        return Err(AppError::Conflict("error-control-closed"));
    }
    let known = people(&mut tx, &actor, &inspection).await?;
    let read = match read(&actor, &sent, &inspection, &known) {
        Ok(read) => read,
        Err(errors) => return draw(tx, &actor, (&finding, &inspection), (sent, errors)).await,
    };
    queries::correct_finding(&mut tx, can, id, &read.to_store()).await?;
    // Whoever is named now, and was not before, is told.
    if read.responsible.is_some() && read.responsible != finding.rights.facts().responsible {
        tell_given(&mut tx, &actor, &inspection, &read).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#funn-{id}", inspection.href()), Flash::Saved))
}
