//! `/kvalitetsplan/{plan}/vedtak`: what the council decided of the version that is about to be adopted, and what it remarked.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::{Side, crumbs, filled, opened_by_owner, opened_to_change, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{QualityPlanId, QualityRemarkId};
use crate::quality_plan::check::short;
use crate::quality_plan::frozen::Remark;
use crate::quality_plan::model::{Kind, Piece, Plan, Resolution, Structure};
use crate::quality_plan::{queries, reading};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most characters of what was decided, and of a remark.
const LONGEST_WORDS: usize = 6000;
const LONGEST_REMARK: usize = 2000;
/// The most remarks.
const MOST_REMARKS: usize = 40;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kvalitetsplan/{plan}/vedtak", show)
        .post("/kvalitetsplan/{plan}/vedtak", save)
        .post("/kvalitetsplan/{plan}/vedtak/merknader", remark)
        .post("/kvalitetsplan/{plan}/vedtak/merknader/{remark}/fjerning", remove)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    organ: String,
    dato: String,
    sak: String,
    vedtak: String,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TypedRemark {
    merknad: String,
    om: String,
    save_id: String,
}

impl Typed {
    fn checked(&self, actor: &Actor) -> std::result::Result<Resolution, Vec<(String, String)>> {
        let lang = actor.lang;
        let words = |typed: &str, most, key: &str| short_text(typed, most, text(lang, key), lang);
        let body = words(&self.organ, 200, "error-quality-body");
        let case_number = words(&self.sak, 60, "error-quality-case");
        let decided = words(&self.vedtak, LONGEST_WORDS, "error-quality-decided");
        let decided_on = dates::from_form(&self.dato).filter(|day| *day <= actor.today);
        match (body, case_number, decided, decided_on) {
            (Ok(body), Ok(case_number), Ok(words), Some(decided_on)) => Ok(Resolution { body, decided_on, case_number, words }),
            (body, case_number, decided, decided_on) => {
                let errors = [
                    body.err().map(|sentence| ("organ", sentence)),
                    decided_on.is_none().then(|| ("dato", text(lang, "error-quality-decided-on").into_owned())),
                    case_number.err().map(|sentence| ("sak", sentence)),
                    decided.err().map(|sentence| ("vedtak", sentence)),
                ];
                Err(errors.into_iter().flatten().map(|(field, sentence)| (field.to_owned(), sentence)).collect())
            }
        }
    }
}

#[derive(Template)]
#[template(path = "quality_plan/resolution.html")]
struct ResolutionPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    typed: Typed,
    remark: TypedRemark,
    /// Id, words, about what.
    remarks: Vec<(i64, String, String)>,
    /// What a remark can be about.
    about: Vec<(String, String, bool)>,
    writable: bool,
    href: String,
    errors: Vec<(String, String)>,
}

impl ResolutionPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    (typed, remark): (Option<Typed>, Option<TypedRemark>),
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let content = reading::live(tx, plan, structure).await?;
    let filled = filled(tx, plan).await?;
    let stored = structure.resolution.as_ref().map(|one| Typed {
        organ: one.body.clone(),
        dato: dates::for_form(one.decided_on),
        sak: one.case_number.clone(),
        vedtak: one.words.clone(),
    });
    let council = || Typed { organ: plan.pack.terms.council.get(lang).to_owned(), ..Typed::default() };
    let remark = remark.unwrap_or_else(|| TypedRemark { save_id: Uuid::new_v4().to_string(), ..TypedRemark::default() });
    let line = |key: &'static str, name: &'static str, number: usize, words: &str| {
        text_with(lang, key, &[("number", &number), (name, &short(words))])
    };
    let goals = content
        .goals
        .iter()
        .enumerate()
        .map(|(at, goal)| (Piece { kind: Kind::Goal, id: goal.id }.to_string(), line("quality-goal-line", "goal", at + 1, &goal.goal)));
    let actions = content.actions.iter().enumerate().map(|(at, action)| {
        (Piece { kind: Kind::Action, id: action.id }.to_string(), line("quality-action-line", "action", at + 1, &action.title))
    });
    let about: Vec<(String, String)> = goals.chain(actions).collect();
    let of = |one: &Remark| {
        let piece = one.goal.map(|id| Piece { kind: Kind::Goal, id }).or(one.action.map(|id| Piece { kind: Kind::Action, id }));
        let known = piece.and_then(|piece| about.iter().find(|(key, _)| *key == piece.to_string()));
        known.map_or_else(|| text(lang, "quality-remark-of-plan").into_owned(), |(_, words)| words.clone())
    };
    let remarks = structure.remarks.iter().map(|one| (one.id, one.words.clone(), of(one))).collect();
    let title = text(lang, "quality-resolution").into_owned();
    let href = format!("{}/vedtak", plan.href());
    let page = ResolutionPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, "vedtak")?,
        crumbs: crumbs(plan, actor, Some((href.clone(), title.clone())))?,
        title,
        typed: typed.or(stored).unwrap_or_else(|| {
            let typed = council();
            Typed { organ: capital(&typed.organ), ..typed }
        }),
        remarks,
        about: about
            .into_iter()
            .map(|(key, words)| {
                let on = key == remark.om;
                (key, words, on)
            })
            .collect(),
        remark,
        writable: plan.rights.writes,
        href,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, (&plan, &structure), (None, None), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>, Form(typed): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_shape()?;
    match typed.checked(&actor) {
        Ok(new) => {
            queries::resolve(&mut tx, can, &new).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedtak", plan.href()), Flash::Saved))
        }
        Err(errors) => draw(&mut tx, &actor, (&plan, &structure), (Some(typed), None), errors).await,
    }
}

/// The words of a remark, and the goal or the action that it is about.
type CheckedRemark = (String, (Option<i64>, Option<i64>));

fn checked_remark(structure: &Structure, typed: &TypedRemark, lang: Lang) -> Result<std::result::Result<CheckedRemark, String>> {
    let about = match typed.om.as_str() {
        "" => (None, None),
        key => {
            let piece =
                Piece::parse(key).filter(|piece| structure.piece(*piece).is_some()).ok_or(AppError::BadRequest("error-bad-form"))?;
            match piece.kind {
                Kind::Goal => (Some(piece.id), None),
                Kind::Action => (None, Some(piece.id)),
                _ => return Err(AppError::BadRequest("error-bad-form")),
            }
        }
    };
    if structure.remarks.len() >= MOST_REMARKS {
        return Ok(Err(text_with(lang, "error-quality-many-remarks", &[("most", &MOST_REMARKS)])));
    }
    Ok(short_text(&typed.merknad, LONGEST_REMARK, text(lang, "error-quality-remark"), lang).map(|words| (words, about)))
}

async fn remark(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<QualityPlanId>,
    Form(typed): Form<TypedRemark>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_shape()?;
    let save_id = save_id(&typed.save_id)?;
    match checked_remark(&structure, &typed, actor.lang)? {
        Ok((words, about)) => {
            queries::add_remark(&mut tx, can, &words, about, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedtak", plan.href()), Flash::Saved))
        }
        Err(sentence) => draw(&mut tx, &actor, (&plan, &structure), (None, Some(typed)), vec![("merknad".to_owned(), sentence)]).await,
    }
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, remark)): Path<(QualityPlanId, QualityRemarkId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, _) = opened_to_change(&app, &mut tx, &actor, id).await?;
    if !queries::remove_remark(&mut tx, plan.rights.can_shape()?, remark, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/vedtak", plan.href()), Flash::Saved))
}
