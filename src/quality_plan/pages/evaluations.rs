//! `/kvalitetsplan/{plan}/evaluering`: when the plan is looked back upon, by whom; what that found, what is changed because of it, and the document of it.
use askama::Template;
use axum::extract::{Request, State as Extract};
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Side, crumbs, filled, opened_by_owner, opened_to_change, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{QualityEvaluationEntryId, QualityEvaluationId, QualityPlanId};
use crate::quality_plan::document::evaluation_key;
use crate::quality_plan::follow::{EvaluationTold, Laid};
use crate::quality_plan::frozen::Evaluation;
use crate::quality_plan::model::{Plan, Structure};
use crate::quality_plan::queries::{self, NewFile};
use crate::quality_plan::reading;
use crate::text::{dates, text, text_with};
use crate::web::attached::{LARGEST, judged};
use crate::web::download::taken_away;
use crate::web::extract::{Form, Nothing, Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::upload::FileForm;
use crate::writing::short_text;

/// The most characters of who does it, of what was found, of what is changed, of the document's title.
const LONGEST_LINE: usize = 200;
const LONGEST_FOUND: usize = 6000;
const LONGEST_CHANGED: usize = 2000;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kvalitetsplan/{plan}/evaluering", show)
        .post("/kvalitetsplan/{plan}/evaluering", add)
        .post("/kvalitetsplan/{plan}/evaluering/{evaluation}/fjerning", remove)
        .get("/kvalitetsplan/{plan}/evaluering/{evaluation}", one)
        .post_file("/kvalitetsplan/{plan}/evaluering/{evaluation}", tell)
        .get("/kvalitetsplan/{plan}/evalueringsfil/{entry}", file)
        .post("/kvalitetsplan/{plan}/evalueringsfil/{entry}/fjerning", remove_file)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    slag: String,
    ansvar: String,
    dato: String,
    save_id: String,
}

struct Line {
    id: i64,
    title: String,
    about: String,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "quality_plan/evaluations.html")]
struct EvaluationsPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    lines: Vec<Line>,
    typed: Typed,
    writable: bool,
    /// It can be said what they found.
    tells: bool,
    href: String,
    errors: Vec<(String, String)>,
}

impl EvaluationsPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let followed = reading::followed(tx, plan).await?;
    let filled = filled(tx, plan).await?;
    let line = |one: &Evaluation| {
        let day = dates::long(one.planned_on);
        Line {
            id: one.id,
            title: text(lang, evaluation_key(&one.kind)).into_owned(),
            about: text_with(lang, "quality-evaluation-about", &[("who", &one.responsible), ("day", &day)]),
            done: followed
                .of_evaluation(one.id)
                .next()
                .map(|entry| text_with(lang, "quality-evaluation-done-on", &[("day", &dates::long(entry.told.done_on))])),
        }
    };
    let title = text(lang, "quality-evaluations").into_owned();
    let href = format!("{}/evaluering", plan.href());
    let page = EvaluationsPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, "evaluering")?,
        crumbs: crumbs(plan, actor, Some((href.clone(), title.clone())))?,
        title,
        lines: structure.evaluations.iter().map(line).collect(),
        typed,
        writable: plan.rights.writes,
        tells: plan.versions > 0,
        href,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let typed = Typed { slag: "underway".to_owned(), save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&mut tx, &actor, (&plan, &structure), typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>, Form(typed): Form<Typed>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_shape()?;
    let save_id = save_id(&typed.save_id)?;
    if !matches!(typed.slag.as_str(), "underway" | "final") {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let responsible = short_text(&typed.ansvar, LONGEST_LINE, text(lang, "error-quality-responsible"), lang);
    match (responsible, dates::from_form(&typed.dato)) {
        (Ok(responsible), Some(planned_on)) => {
            let new = Evaluation { id: 0, kind: typed.slag.clone(), responsible, planned_on };
            queries::add_evaluation(&mut tx, can, &new, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/evaluering", plan.href()), Flash::Saved))
        }
        (responsible, day) => {
            let mut errors: Vec<(String, String)> = responsible.err().map(|sentence| ("ansvar".to_owned(), sentence)).into_iter().collect();
            errors.extend(day.is_none().then(|| ("dato".to_owned(), text(lang, "error-quality-day").into_owned())));
            draw(&mut tx, &actor, (&plan, &structure), typed, errors).await
        }
    }
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, evaluation)): Path<(QualityPlanId, QualityEvaluationId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, _) = opened_to_change(&app, &mut tx, &actor, id).await?;
    if !queries::remove_evaluation(&mut tx, plan.rights.can_shape()?, evaluation, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/evaluering", plan.href()), Flash::Saved))
}

/// What is typed of what an evaluation found.
#[derive(Debug, Clone, Default)]
struct TypedFound {
    dato: String,
    funn: String,
    endring: String,
    tittel: String,
    save_id: String,
}

/// Names of its fields.
const FOUND: [&str; 5] = ["dato", "funn", "endring", "tittel", "save_id"];

impl TypedFound {
    fn of(texts: &Pairs) -> Self {
        let get = |name| texts.get(name).unwrap_or_default().to_owned();
        Self { dato: get("dato"), funn: get("funn"), endring: get("endring"), tittel: get("tittel"), save_id: get("save_id") }
    }

    fn checked(&self, actor: &Actor) -> std::result::Result<EvaluationTold, Vec<(String, String)>> {
        let lang = actor.lang;
        let done_on = dates::from_form(&self.dato).filter(|day| *day <= actor.today);
        let found = short_text(&self.funn, LONGEST_FOUND, text(lang, "error-quality-found"), lang);
        let changed = if self.endring.trim().is_empty() {
            Ok(String::new())
        } else {
            short_text(&self.endring, LONGEST_CHANGED, text(lang, "error-quality-found"), lang)
        };
        match (done_on, found, changed) {
            (Some(done_on), Ok(found), Ok(changed)) => Ok(EvaluationTold { done_on, found, changed }),
            (done_on, found, changed) => {
                let errors = [
                    done_on.is_none().then(|| ("dato", text(lang, "error-quality-done-on").into_owned())),
                    found.err().map(|sentence| ("funn", sentence)),
                    changed.err().map(|sentence| ("endring", sentence)),
                ];
                Err(errors.into_iter().flatten().map(|(field, sentence)| (field.to_owned(), sentence)).collect())
            }
        }
    }
}

struct EntryView {
    found: String,
    changed: String,
    by: String,
    /// Its document: address, words, where it is taken away.
    file: Option<(String, String, String)>,
    /// A document was taken away.
    file_gone: bool,
}

#[derive(Template)]
#[template(path = "quality_plan/evaluation.html")]
struct EvaluationPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    about: String,
    entries: Vec<EntryView>,
    typed: TypedFound,
    limits: String,
    here: String,
    errors: Vec<(String, String)>,
}

impl EvaluationPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The evaluation, as the adopted plan has it.
async fn adopted(tx: &mut Tx, plan: &Plan, id: QualityEvaluationId) -> Result<Evaluation> {
    let content = reading::newest(tx, plan).await?.content;
    content.evaluations.into_iter().find(|one| one.id == id.0).ok_or(AppError::NotFound)
}

async fn draw_one(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure, evaluation): (&Plan, &Structure, &Evaluation),
    typed: TypedFound,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let followed = reading::followed(tx, plan).await?;
    let filled = filled(tx, plan).await?;
    let entries = followed.of_evaluation(evaluation.id).map(|entry| {
        let href = format!("{}/evalueringsfil/{}", plan.href(), entry.id);
        let day = dates::long(entry.told.done_on);
        EntryView {
            found: entry.told.found.clone(),
            changed: entry.told.changed.clone(),
            by: text_with(
                lang,
                "quality-evaluation-said",
                &[("day", &day), ("who", &entry.by), ("when", &dates::recent(entry.at, actor.today))],
            ),
            file: entry.laid.as_ref().filter(|laid| !laid.removed).map(|laid| (href.clone(), laid.words(), format!("{href}/fjerning"))),
            file_gone: entry.laid.as_ref().is_some_and(|laid: &Laid| laid.removed),
        }
    });
    let title = text(lang, evaluation_key(&evaluation.kind)).into_owned();
    let day = dates::long(evaluation.planned_on);
    let here = format!("{}/evaluering/{}", plan.href(), evaluation.id);
    let page = EvaluationPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, "evaluering")?,
        crumbs: crumbs(plan, actor, Some((here.clone(), title.clone())))?,
        about: text_with(lang, "quality-evaluation-about", &[("who", &evaluation.responsible), ("day", &day)]),
        entries: entries.collect(),
        limits: text_with(lang, "quality-file-hint", &[("most", &(LARGEST / (1024 * 1024)))]),
        title,
        typed,
        here,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn one(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, evaluation)): Path<(QualityPlanId, QualityEvaluationId)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let _can = plan.rights.can_follow()?;
    let evaluation = adopted(&mut tx, &plan, evaluation).await?;
    let typed = TypedFound { save_id: Uuid::new_v4().to_string(), ..TypedFound::default() };
    let page = draw_one(&mut tx, &actor, (&plan, &structure, &evaluation), typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn tell(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, evaluation)): Path<(QualityPlanId, QualityEvaluationId)>,
    request: Request,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = plan.rights.can_follow()?;
    adopted(&mut tx, &plan, evaluation).await?;
    tx.commit().await?;
    // Who may is asked before the file is read.
    let form = FileForm::read(request, &app, &FOUND, LARGEST).await?;
    let typed = TypedFound::of(&form.texts);
    let save_id = save_id(&typed.save_id)?;
    let lang = actor.lang;
    let file = if form.bytes.is_empty() && !form.too_large {
        Ok(None)
    } else {
        judged(form.bytes.clone(), form.too_large, lang).await?.map(Some).map_err(|sentence| ("fil", sentence))
    };
    let title = match &file {
        Ok(None) => Ok(String::new()),
        _ => short_text(&typed.tittel, LONGEST_LINE, text(lang, "error-quality-file-title"), lang).map_err(|sentence| ("tittel", sentence)),
    };
    let sha256 = Sha256::digest(&form.bytes).into();
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_follow()?;
    let found = adopted(&mut tx, &plan, evaluation).await?;
    match (typed.checked(&actor), file, title) {
        (Ok(told), Ok(kind), Ok(title)) => {
            let file = kind.map(|kind| NewFile { title: &title, kind, bytes: &form.bytes, sha256 });
            queries::tell_of_evaluation(&mut tx, &actor, can, evaluation, (&told, file.as_ref()), save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/evaluering/{evaluation}", plan.href()), Flash::Saved))
        }
        (told, file, title) => {
            let mut errors = told.err().unwrap_or_default();
            let others = title.err().into_iter().chain(file.err());
            errors.extend(others.map(|(field, sentence)| (field.to_owned(), sentence)));
            draw_one(&mut tx, &actor, (&plan, &structure, &found), typed, errors).await
        }
    }
}

async fn file(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, entry)): Path<(QualityPlanId, QualityEvaluationEntryId)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let file = queries::evaluation_file(&mut tx, &plan, entry).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    Ok(taken_away(file.kind.content_type(), &file.title, file.kind.key(), file.bytes))
}

async fn remove_file(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, entry)): Path<(QualityPlanId, QualityEvaluationEntryId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_follow()?;
    if !queries::remove_file(&mut tx, &actor, can, entry).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/evaluering", plan.href()), Flash::Saved))
}
