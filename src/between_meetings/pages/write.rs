//! `/mellomarbeid/{between}/tekst`: the words are written, by those who write the school's drafts. What is refused comes back as it was typed.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::typed::{Against, Line, Typed, read};
use super::{crumbs, enter, enter_held, kinds};
use crate::App;
use crate::access::Actor;
use crate::between_meetings::model::{Live, Package};
use crate::between_meetings::queries::{self, Saved};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::BetweenId;
use crate::model_pack::{Level, Product};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/mellomarbeid/{between}/tekst", show).post("/mellomarbeid/{between}/tekst", save)
}

/// A meeting to choose.
struct Choice {
    value: String,
    name: String,
}

#[derive(Template)]
#[template(path = "between_meetings/write.html")]
struct WritePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    from: Vec<Choice>,
    to: Vec<Choice>,
    has_to: bool,
    functions: Vec<(String, String)>,
    product: String,
    product_hint: &'static str,
    typed: Typed,
    /// Somebody else has saved it meanwhile: who and when, and the steps that stand there now.
    stands: Option<(String, Vec<String>)>,
    href: String,
    back: String,
    errors: Vec<(String, String)>,
}

impl WritePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn line_error(&self, line: &Line, field: &str) -> Option<String> {
        self.error(&format!("{}-{field}", line.name))
    }

    /// A free step, with nothing wrong in it: it is folded.
    fn is_blank(&self, line: &Line) -> bool {
        let wrong = self.errors.iter().any(|(field, _)| field.strip_prefix(&line.name).is_some_and(|rest| rest.starts_with('-')));
        line.is_empty() && !wrong
    }
}

/// What the form shows beside what stands there.
#[derive(Debug, Default)]
struct Drawn {
    /// What was typed and not taken; `None`: what stands there.
    typed: Option<Typed>,
    /// What is wrong.
    errors: Vec<(String, String)>,
    /// Somebody else has saved it since the form was made.
    changed: bool,
}

async fn draw(app: &App, mut tx: Tx, actor: &Actor, package: &Package, drawn: Drawn) -> Result<Response> {
    let lang = actor.lang;
    // What was refused is shown also where nothing is written any more, so that it can be copied.
    if drawn.typed.is_none() {
        let _ = package.rights.can_write()?;
    }
    let (live, _) = queries::live(&mut tx, actor, package).await?.ok_or(AppError::NotFound)?;
    let (kinds, school) = (kinds(package)?, package.rights.facts().school);
    let meetings = queries::meetings(app, &mut tx, actor, (school, package.school_year), &kinds).await?;
    tx.commit().await?;
    let template = package.template()?;
    let choices = |kind: Option<&String>| {
        let of_kind = meetings.iter().filter(|meeting| Some(&meeting.kind) == kind);
        of_kind.map(|meeting| Choice { value: meeting.id.to_string(), name: meeting.words.clone() }).collect::<Vec<_>>()
    };
    let stands = drawn.changed.then(|| stands(actor, &live));
    let functions = package.pack.functions.iter().filter(|function| function.level == Level::School);
    let title = package.title(lang)?;
    let heading = text(lang, "between-write").into_owned();
    let conflict = stands.is_some();
    let page = WritePage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!drawn.errors.is_empty()),
        crumbs: crumbs(actor, package, Some(("tekst", heading)))?,
        kicker: title,
        from: choices(Some(&template.from)),
        to: choices(template.to.as_ref()),
        has_to: template.to.is_some(),
        functions: functions.map(|function| (function.key.clone(), capital(function.name.get(lang)))).collect(),
        product: capital(template.product_name.get(lang)),
        product_hint: if template.product == Product::DevelopmentPlan { "between-product-plan" } else { "between-product-hint" },
        typed: drawn.typed.unwrap_or_else(|| Typed::of(package, &live.content, live.rev, Uuid::new_v4().to_string())),
        stands,
        href: format!("{}/tekst", package.href()),
        back: package.href(),
        errors: drawn.errors,
    };
    if conflict {
        return Ok((StatusCode::CONFLICT, page::html(&page)?).into_response());
    }
    page::answered(&page, &page.errors)
}

/// Who saved what stands there, and its steps.
fn stands(actor: &Actor, live: &Live) -> (String, Vec<String>) {
    let at = dates::moment(live.saved.1);
    let sentence = text_with(actor.lang, "between-stands", &[("who", &live.saved.0), ("at", &at)]);
    let product = Some(live.content.product.clone()).filter(|words| !words.is_empty());
    (sentence, live.content.steps.iter().map(|step| step.what.clone()).chain(product).collect())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<BetweenId>) -> Result<Response> {
    let (tx, package) = enter(&app, &actor, id).await?;
    draw(&app, tx, &actor, &package, Drawn::default()).await
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path(id): Path<BetweenId>, pairs: Pairs) -> Result<Response> {
    let typed = Typed::sent(&pairs)?;
    let save_id = save_id(&typed.save_id)?;
    let base: i32 = typed.rev.parse().ok().filter(|rev| *rev > 0).ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let (mut tx, package) = enter_held(&app, &actor, id).await?;
    let can = match package.rights.can_write() {
        Ok(can) => can,
        Err(AppError::Conflict(key)) => {
            let errors = vec![("s-1-kva".to_owned(), text(actor.lang, key).into_owned())];
            return draw(&app, tx, &actor, &package, Drawn { typed: Some(typed), errors, changed: false }).await;
        }
        Err(error) => return Err(error),
    };
    let (live, _) = queries::live(&mut tx, &actor, &package).await?.ok_or(AppError::NotFound)?;
    let (kinds, school) = (kinds(&package)?, package.rights.facts().school);
    let meetings = queries::meetings(&app, &mut tx, &actor, (school, package.school_year), &kinds).await?;
    let against = Against {
        package: &package,
        meetings: &meetings,
        stood: &live.content,
        // A number is used once, also when what had it is no longer there.
        highest: queries::highest_step(&mut tx, can).await?,
        lang: actor.lang,
        today: actor.today,
    };
    let read = match read(&typed, against) {
        Ok(read) => read,
        Err(errors) => return draw(&app, tx, &actor, &package, Drawn { typed: Some(typed), errors, changed: false }).await,
    };
    let saved = Saved { content: &read.content, due: read.due, meetings: read.meetings, base, save_id };
    if !queries::save(&mut tx, &actor, can, &saved).await? {
        // Sent once more, it takes the place of what stands there: that has been read now.
        let typed = Typed { rev: live.rev.to_string(), save_id: Uuid::new_v4().to_string(), ..typed };
        let errors = vec![("s-1-kva".to_owned(), text(actor.lang, "error-between-changed").into_owned())];
        return draw(&app, tx, &actor, &package, Drawn { typed: Some(typed), errors, changed: true }).await;
    }
    tx.commit().await?;
    let to = if pairs.get("meir").is_some() { format!("{}/tekst#s-1-kva", package.href()) } else { package.href() };
    Ok(flash::redirect(&to, Flash::Saved))
}
