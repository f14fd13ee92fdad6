//! `/kvalitetsplan/{plan}/udekt`: lists of what has no money, made for the budget of a year, and what came of their lines.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Month;
use uuid::Uuid;

use super::{Side, crumbs, filled, kroner_words, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::document::content::{Block, Cell, Document, Look, Table, TableRow};
use crate::error::{AppError, Result};
use crate::ids::{QualityPlanId, QualityUnfundedId, QualityUnfundedLineId};
use crate::indicator::SchoolYear;
use crate::quality_plan::follow::{Came, Outcome};
use crate::quality_plan::model::Plan;
use crate::quality_plan::queries::{self, UnfundedLine, UnfundedList};
use crate::quality_plan::reading;
use crate::text::{Lang, dates, kroner, text, text_with};
use crate::web::download;
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most characters of what is said of an outcome.
const LONGEST_WORDS: usize = 1000;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kvalitetsplan/{plan}/udekt", show)
        .post("/kvalitetsplan/{plan}/udekt", make)
        .get("/kvalitetsplan/{plan}/udekt/{list}", one)
        .post("/kvalitetsplan/{plan}/udekt/{list}/{line}", tell)
        .get("/kvalitetsplan/{plan}/udekt/{list}/fil/{format}", file)
}

/// The first calendar year of the budget that is made in the autumn of a year.
fn next_budget(actor: &Actor) -> i32 {
    // What is adopted in December is for the year after; from January on the next autumn's is the next.
    actor.today.year() + 1
}

async fn beside(tx: &mut Tx, plan: &Plan, actor: &Actor) -> Result<Option<Side>> {
    if !plan.rights.owns {
        return Ok(None);
    }
    let structure = queries::structure(tx, plan).await?;
    let filled = filled(tx, plan).await?;
    side(plan, &structure, &filled, actor, "udekt")
}

fn list_title(list: &UnfundedList, lang: Lang) -> String {
    text_with(lang, "quality-unfunded-for", &[("year", &list.budget_year.to_string()), ("last", &(list.budget_year + 3).to_string())])
}

fn list_about(list: &UnfundedList, actor: &Actor) -> String {
    let when = dates::long(dates::norwegian_date(list.at));
    text_with(actor.lang, "quality-unfunded-made", &[("when", &when), ("who", &list.by), ("version", &list.version)])
}

fn total(list: &UnfundedList) -> i64 {
    list.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount))
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    ar: String,
    save_id: String,
}

#[derive(Template)]
#[template(path = "quality_plan/unfunded.html")]
struct UnfundedPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    /// Address, title, about.
    lists: Vec<(String, String, String)>,
    /// What has no money now.
    items: Vec<String>,
    makes: bool,
    /// It is the time of the year when the list is made.
    season: bool,
    typed: Typed,
    href: String,
    errors: Vec<(String, String)>,
}

impl UnfundedPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(tx: &mut Tx, actor: &Actor, plan: &Plan, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let content = reading::newest(tx, plan).await?.content;
    let lists = queries::unfunded_lists(tx, plan).await?;
    let side = beside(tx, plan, actor).await?;
    let line = |list: &UnfundedList| {
        let told = list.lines.iter().filter(|line| line.came.is_some()).count();
        let sum = text_with(
            lang,
            "quality-unfunded-sum",
            &[("kroner", &kroner::grouped(total(list))), ("told", &told), ("all", &list.lines.len())],
        );
        (format!("{}/udekt/{}", plan.href(), list.id), list_title(list, lang), format!("{} {sum}", list_about(list, actor)))
    };
    let title = text(lang, "quality-unfunded").into_owned();
    let href = format!("{}/udekt", plan.href());
    let page = UnfundedPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side,
        crumbs: crumbs(plan, actor, Some((href.clone(), title.clone())))?,
        title,
        lists: lists.iter().map(line).collect(),
        items: crate::quality_plan::document::unfunded_items(&content, lang),
        makes: plan.rights.can_follow().is_ok(),
        season: matches!(actor.today.month(), Month::August | Month::September | Month::October | Month::November)
            && lists.iter().all(|list| list.budget_year != next_budget(actor)),
        typed,
        href,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let typed = Typed { ar: next_budget(&actor).to_string(), save_id: Uuid::new_v4().to_string() };
    let page = draw(&mut tx, &actor, &plan, typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn make(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>, Form(typed): Form<Typed>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_follow()?;
    let save_id = save_id(&typed.save_id)?;
    let content = reading::newest(&mut tx, &plan).await?.content;
    let lines: Vec<_> = content.unfunded().collect();
    let year = typed.ar.trim().parse::<i32>().ok().filter(|year| (actor.today.year() - 1..=actor.today.year() + 5).contains(year));
    let error = match year {
        None => Some("error-quality-budget-for"),
        Some(_) if lines.is_empty() => Some("error-quality-all-funded"),
        Some(_) => None,
    };
    let (Some(year), None) = (year, error) else {
        let errors = error.map(|key| ("ar".to_owned(), text(lang, key).into_owned())).into_iter().collect();
        return draw(&mut tx, &actor, &plan, typed, errors).await;
    };
    let list = queries::list_unfunded(&mut tx, &actor, can, (year, &lines), save_id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/udekt/{list}", plan.href()), Flash::QualityListed))
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TypedOutcome {
    utfall: String,
    kroner: String,
    dato: String,
    merknad: String,
    save_id: String,
}

impl TypedOutcome {
    fn checked(&self, line: &UnfundedLine, actor: &Actor) -> std::result::Result<Came, Vec<(&'static str, String)>> {
        let lang = actor.lang;
        let t = |key: &str| text(lang, key).into_owned();
        let amount = kroner::typed(&self.kroner).filter(|amount| *amount < line.amount);
        let outcome = match (self.utfall.as_str(), amount) {
            ("granted", _) => Ok(Outcome::Granted),
            ("refused", _) => Ok(Outcome::Refused),
            ("partly", Some(amount)) => Ok(Outcome::Partly(amount)),
            ("partly", None) => Err(("kroner", t("error-quality-partly"))),
            _ => Err(("utfall", t("error-quality-outcome"))),
        };
        let decided_on = dates::from_form(&self.dato).filter(|day| *day <= actor.today);
        let words = match self.merknad.trim() {
            "" => Ok(String::new()),
            _ => short_text(&self.merknad, LONGEST_WORDS, text(lang, "error-quality-outcome"), lang),
        };
        match (outcome, decided_on, words) {
            (Ok(outcome), Some(decided_on), Ok(words)) => Ok(Came { outcome, decided_on, words }),
            (outcome, decided_on, words) => {
                let errors = [
                    outcome.err(),
                    decided_on.is_none().then(|| ("dato", t("error-quality-decided-on"))),
                    words.err().map(|sentence| ("merknad", sentence)),
                ];
                Err(errors.into_iter().flatten().collect())
            }
        }
    }
}

/// A line with its form.
struct LineView {
    id: QualityUnfundedLineId,
    title: String,
    amount: String,
    /// What came of it; who said so.
    came: Option<(String, String, String)>,
    typed: TypedOutcome,
    /// Its own errors, by the name of the field.
    errors: Vec<(String, String)>,
}

impl LineView {
    fn error(&self, name: &str) -> Option<String> {
        page::error_on(&self.errors, &format!("{name}-{}", self.id))
    }
}

#[derive(Template)]
#[template(path = "quality_plan/unfunded_list.html")]
struct ListPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    about: String,
    total: String,
    lines: Vec<LineView>,
    tells: bool,
    here: String,
    errors: Vec<(String, String)>,
}

async fn found(tx: &mut Tx, plan: &Plan, id: QualityUnfundedId) -> Result<UnfundedList> {
    queries::unfunded_lists(tx, plan).await?.into_iter().find(|list| list.id == id).ok_or(AppError::NotFound)
}

/// What was typed of a line and not taken, and why.
type RefusedLine = (QualityUnfundedLineId, TypedOutcome, Vec<(&'static str, String)>);

async fn draw_list(tx: &mut Tx, actor: &Actor, (plan, list): (&Plan, &UnfundedList), refused: Option<RefusedLine>) -> Result<Response> {
    let lang = actor.lang;
    let side = beside(tx, plan, actor).await?;
    let mut all_errors = Vec::new();
    let mut lines = Vec::new();
    for line in &list.lines {
        let (typed, errors) = match &refused {
            Some((id, typed, errors)) if *id == line.id => (typed.clone(), errors.clone()),
            _ => (TypedOutcome { save_id: Uuid::new_v4().to_string(), ..TypedOutcome::default() }, Vec::new()),
        };
        let errors: Vec<(String, String)> =
            errors.into_iter().map(|(field, sentence)| (format!("{field}-{}", line.id), sentence)).collect();
        all_errors.extend(errors.clone());
        lines.push(LineView {
            id: line.id,
            title: format!("{}, {}", line.theme, SchoolYear(line.school_year)),
            amount: kroner_words(line.amount, lang),
            came: line.came.as_ref().map(|(came, by, at)| {
                (
                    came.in_words(lang),
                    came.words.clone(),
                    text_with(lang, "quality-said-by", &[("who", by), ("when", &dates::recent(*at, actor.today))]),
                )
            }),
            typed,
            errors,
        });
    }
    let title = list_title(list, lang);
    let here = format!("{}/udekt/{}", plan.href(), list.id);
    let mut crumbs = crumbs(plan, actor, Some((format!("{}/udekt", plan.href()), text(lang, "quality-unfunded").into_owned())))?;
    crumbs.push((here.clone(), title.clone()));
    let page = ListPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!all_errors.is_empty()),
        side,
        crumbs,
        about: list_about(list, actor),
        total: kroner_words(total(list), lang),
        tells: plan.rights.can_follow().is_ok(),
        title,
        lines,
        here,
        errors: all_errors,
    };
    page::answered(&page, &page.errors)
}

async fn one(Extract(app): Extract<App>, actor: Actor, Path((id, list)): Path<(QualityPlanId, QualityUnfundedId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let list = found(&mut tx, &plan, list).await?;
    let page = draw_list(&mut tx, &actor, (&plan, &list), None).await?;
    tx.commit().await?;
    Ok(page)
}

async fn tell(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, list, line)): Path<(QualityPlanId, QualityUnfundedId, QualityUnfundedLineId)>,
    Form(typed): Form<TypedOutcome>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_follow()?;
    let save_id = save_id(&typed.save_id)?;
    let list = found(&mut tx, &plan, list).await?;
    let known = list.lines.iter().find(|one| one.id == line).ok_or(AppError::NotFound)?;
    match typed.checked(known, &actor) {
        Ok(came) => {
            queries::tell_of_unfunded(&mut tx, &actor, can, line, &came, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/udekt/{}#l{line}", plan.href(), list.id), Flash::Saved))
        }
        Err(errors) => draw_list(&mut tx, &actor, (&plan, &list), Some((line, typed, errors))).await,
    }
}

/// The list as a document.
fn document(plan: &Plan, list: &UnfundedList, actor: &Actor) -> Result<Document> {
    let lang = actor.lang;
    let t = |key: &str| text(lang, key).into_owned();
    let cell = |words: String| if words.is_empty() { Cell::Empty } else { Cell::Text { text: words } };
    let amount = |kroner: i64| {
        #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
        let number = kroner as f64;
        Cell::Number { shown: kroner::grouped(kroner), number, decimals: 0 }
    };
    let row = |line: &UnfundedLine| {
        let came = line.came.as_ref().map(|(came, by, _)| match came.words.as_str() {
            "" => format!("{} ({by})", came.in_words(lang)),
            words => format!("{}. {words} ({by})", came.in_words(lang)),
        });
        let cells = vec![
            cell(line.theme.clone()),
            cell(SchoolYear(line.school_year).to_string()),
            amount(line.amount),
            cell(came.unwrap_or_default()),
        ];
        TableRow { total: false, cells }
    };
    let mut rows: Vec<TableRow> = list.lines.iter().map(row).collect();
    rows.push(TableRow { total: true, cells: vec![cell(t("quality-sum-all")), Cell::Empty, amount(total(list)), Cell::Empty] });
    let header = ["quality-theme", "quality-school-year", "quality-amount", "quality-outcome"].map(t).into();
    Ok(Document {
        title: list_title(list, lang),
        subtitle: format!("{}. {}", plan.title(lang)?, list_about(list, actor)),
        municipality: actor.municipality_name.clone(),
        lang,
        made_at: actor.now,
        mark: None,
        look: Look::default(),
        blocks: vec![Block::Table(Table { caption: t("quality-unfunded-caption"), header, rows, notes: Vec::new() })],
    })
}

async fn file(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, list, format)): Path<(QualityPlanId, QualityUnfundedId, String)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let list = found(&mut tx, &plan, list).await?;
    tx.commit().await?;
    download::document(&app, document(&plan, &list, &actor)?, &format).await
}
