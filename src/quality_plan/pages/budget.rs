//! `/kvalitetsplan/{plan}/okonomi`: the budget with its sums, its lines one by one.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::{Side, crumbs, filled, opened_by_owner, opened_to_change, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::document::content::{Cell, Table};
use crate::error::{AppError, Result};
use crate::ids::{QualityBudgetLineId, QualityPlanId};
use crate::indicator::SchoolYear;
use crate::quality_plan::budget::{Line, Money};
use crate::quality_plan::differing::money_words;
use crate::quality_plan::document::budget_tables;
use crate::quality_plan::model::{Plan, Structure};
use crate::quality_plan::queries;
use crate::text::{Lang, kroner, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most lines of a budget.
const MOST_LINES: usize = 200;
/// The most characters of a theme.
const LONGEST_THEME: usize = 200;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kvalitetsplan/{plan}/okonomi", show)
        .post("/kvalitetsplan/{plan}/okonomi", add)
        .get("/kvalitetsplan/{plan}/okonomi/{line}", edit)
        .post("/kvalitetsplan/{plan}/okonomi/{line}", change)
}

/// What is typed of a line.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    skulear: String,
    tema: String,
    pengar: String,
    kroner: String,
    rev: String,
    steg: String,
    save_id: String,
}

impl Typed {
    fn of(line: &Line, rev: i32) -> Self {
        let (kind, amount) = line.money.columns();
        Self {
            skulear: line.school_year.to_string(),
            tema: line.theme.clone(),
            pengar: kind.to_owned(),
            kroner: amount.map(kroner::grouped).unwrap_or_default(),
            rev: rev.to_string(),
            ..Self::default()
        }
    }

    /// The line, or what is wrong with it by field.
    fn checked(&self, plan: &Plan, lang: Lang) -> std::result::Result<(i32, String, Money), Vec<(String, String)>> {
        let t = |key: &str| text(lang, key).into_owned();
        let year = self.skulear.parse().ok().filter(|year| plan.school_years().any(|one| one.0 == *year));
        let theme = short_text(&self.tema, LONGEST_THEME, text(lang, "error-quality-theme"), lang);
        let amount = kroner::typed(&self.kroner);
        let money = match (self.pengar.as_str(), amount) {
            ("within", _) if self.kroner.trim().is_empty() => Ok(Money::Within),
            ("within", _) => Err(("kroner", "error-quality-within")),
            ("funded", Some(amount)) => Ok(Money::Funded(amount)),
            ("unfunded", Some(amount)) => Ok(Money::Unfunded(amount)),
            ("funded" | "unfunded", None) => Err(("kroner", "error-quality-kroner")),
            _ => Err(("pengar", "error-quality-money")),
        };
        match (year, theme, money) {
            (Some(year), Ok(theme), Ok(money)) => Ok((year, theme, money)),
            (year, theme, money) => {
                let errors = [
                    year.is_none().then(|| ("skulear", t("error-quality-budget-year"))),
                    theme.err().map(|sentence| ("tema", sentence)),
                    money.err().map(|(field, key)| (field, t(key))),
                ];
                Err(errors.into_iter().flatten().map(|(field, sentence)| (field.to_owned(), sentence)).collect())
            }
        }
    }
}

struct LineView {
    id: i64,
    theme: String,
    about: String,
    unfunded: bool,
    first: bool,
}

#[derive(Template)]
#[template(path = "quality_plan/budget.html")]
struct BudgetPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    tables: Vec<Table>,
    lines: Vec<LineView>,
    removed: Vec<LineView>,
    years: Vec<(String, String)>,
    /// The line that is changed; `None`: a new one.
    changed: Option<QualityBudgetLineId>,
    typed: Typed,
    writable: bool,
    href: String,
    errors: Vec<(String, String)>,
}

impl BudgetPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    (changed, typed): (Option<QualityBudgetLineId>, Typed),
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let all = queries::all_lines(tx, plan).await?;
    let filled = filled(tx, plan).await?;
    let mut last = 0;
    let mut view = |line: &Line| {
        let first = last != line.school_year;
        last = line.school_year;
        LineView {
            id: line.id,
            theme: line.theme.clone(),
            about: format!("{}: {}", SchoolYear(line.school_year), money_words(line.money, lang)),
            unfunded: matches!(line.money, Money::Unfunded(_)),
            first,
        }
    };
    let lines = structure.budget.iter().map(&mut view).collect();
    let removed = all.iter().filter(|(.., removed)| *removed).map(|(line, ..)| view(line)).collect();
    let title = text(lang, "quality-budget").into_owned();
    let href = format!("{}/okonomi", plan.href());
    let page = BudgetPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, "okonomi")?,
        crumbs: crumbs(plan, actor, Some((href.clone(), title.clone())))?,
        title,
        tables: budget_tables(&structure.budget, lang).map(Vec::from).unwrap_or_default(),
        lines,
        removed,
        years: plan.school_years().map(|year| (year.0.to_string(), year.to_string())).collect(),
        changed,
        typed,
        writable: plan.rights.writes,
        href,
        errors,
    };
    page::answered(&page, &page.errors)
}

/// An empty line.
fn fresh(plan: &Plan) -> Typed {
    Typed { skulear: plan.first_year.0.to_string(), pengar: "unfunded".to_owned(), save_id: Uuid::new_v4().to_string(), ..Typed::default() }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, (&plan, &structure), (None, fresh(&plan)), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>, Form(typed): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_shape()?;
    let save_id = save_id(&typed.save_id)?;
    let mut checked = typed.checked(&plan, actor.lang);
    if structure.budget.len() >= MOST_LINES {
        checked = Err(vec![("tema".to_owned(), text(actor.lang, "error-quality-many-lines").into_owned())]);
    }
    match checked {
        Ok((year, theme, money)) => {
            queries::add_line(&mut tx, can, (year, &theme, money), save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/okonomi", plan.href()), Flash::Saved))
        }
        Err(errors) => draw(&mut tx, &actor, (&plan, &structure), (None, typed), errors).await,
    }
}

async fn edit(Extract(app): Extract<App>, actor: Actor, Path((id, line)): Path<(QualityPlanId, QualityBudgetLineId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let all = queries::all_lines(&mut tx, &plan).await?;
    let (known, rev, _) = all.iter().find(|(known, _, removed)| known.id == line.0 && !removed).ok_or(AppError::NotFound)?;
    let page = draw(&mut tx, &actor, (&plan, &structure), (Some(line), Typed::of(known, *rev)), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, line)): Path<(QualityPlanId, QualityBudgetLineId)>,
    Form(mut typed): Form<Typed>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_shape()?;
    let all = queries::all_lines(&mut tx, &plan).await?;
    let (known, rev, removed) = all.iter().find(|(known, ..)| known.id == line.0).ok_or(AppError::NotFound)?;
    let done = flash::redirect(&format!("{}/okonomi", plan.href()), Flash::Saved);
    match typed.steg.as_str() {
        "ut" | "inn" => queries::line_removed(&mut tx, can, line, typed.steg == "ut", actor.now).await?,
        "opp" => {
            let beside = structure.budget.iter().filter(|one| one.school_year == known.school_year);
            if let Some(before) = beside.take_while(|one| one.id != line.0).last() {
                queries::move_line_up(&mut tx, can, line.0, before.id).await?;
            }
        }
        "" if *removed => return Err(AppError::NotFound),
        "" => {
            let based_on: i32 = typed.rev.parse().map_err(|_| AppError::BadRequest("error-unknown-revision"))?;
            let (year, theme, money) = match typed.checked(&plan, actor.lang) {
                Ok(checked) => checked,
                Err(errors) => return draw(&mut tx, &actor, (&plan, &structure), (Some(line), typed), errors).await,
            };
            if !queries::change_line(&mut tx, can, (line, based_on), (year, &theme, money)).await? {
                // Somebody else was first: what they wrote stands above, and sent again the form builds on it.
                typed.rev = rev.to_string();
                let errors = vec![("tema".to_owned(), text(actor.lang, "error-quality-line-changed").into_owned())];
                let page = draw(&mut tx, &actor, (&plan, &structure), (Some(line), typed), errors).await?;
                return Ok((StatusCode::CONFLICT, page.into_response().into_body()).into_response());
            }
        }
        _ => return Err(AppError::BadRequest("error-bad-form")),
    }
    tx.commit().await?;
    Ok(done)
}
