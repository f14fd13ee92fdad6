//! `/skriftlege-avtalar/{written}/tekst`: the text of the newest version is written, by both sides. What is refused comes back as it was typed.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::shown::{Shown, shown};
use super::typed::{Against, Line, Typed, read};
use super::{crumbs, enter, enter_held, on};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::written_agreement::model::{Agreement, Content};
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skriftlege-avtalar/{written}/tekst", show).post("/skriftlege-avtalar/{written}/tekst", save)
}

/// Something to choose.
struct Choice {
    value: String,
    name: String,
    about: String,
    chosen: bool,
}

/// The promises of a side.
struct SideLines {
    heading: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "written_agreement/write.html")]
struct WritePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    elsewhere: String,
    areas: Vec<Choice>,
    meetings: Vec<Choice>,
    sides: Vec<SideLines>,
    typed: Typed,
    /// It is a change of what is in force.
    changes: bool,
    /// Somebody else has saved it meanwhile: who and when, and what stands there now.
    stands: Option<(String, Shown)>,
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

    fn has_stands(&self) -> bool {
        self.stands.is_some()
    }
}

/// What the form shows beside what stands there.
#[derive(Debug, Default)]
pub struct Drawn {
    /// What was typed and not taken; `None`: what stands there.
    pub typed: Option<Typed>,
    /// What is wrong.
    pub errors: Vec<(String, String)>,
    /// What somebody else has saved since the form was made.
    pub stands: Option<(String, Content)>,
}

/// The form.
pub async fn draw(app: &App, mut tx: Tx, actor: &Actor, agreement: &Agreement, drawn: Drawn) -> Result<Response> {
    let lang = actor.lang;
    // What was refused is shown also where nothing is written any more, so that it can be copied.
    if drawn.typed.is_none() {
        let _ = agreement.rights.can_write()?;
    }
    let newest = queries::versions(&mut tx, actor, agreement).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let found = queries::meetings(app, &mut tx, actor, agreement).await?;
    tx.commit().await?;
    let template = agreement.template()?;
    let typed = drawn.typed.unwrap_or_else(|| Typed::of(&newest.content, newest.rev, Uuid::new_v4().to_string()));
    let areas = template.areas.iter().map(|area| Choice {
        value: area.key.clone(),
        name: area.name.get(lang).to_owned(),
        about: area.help.get(lang).to_owned(),
        chosen: typed.areas.contains(&area.key),
    });
    let mut meetings: Vec<Choice> = found
        .into_iter()
        .map(|one| Choice { value: one.id.to_string(), name: one.words, about: String::new(), chosen: one.id.to_string() == typed.meeting })
        .collect();
    // A meeting that is no longer offered stays what it was.
    if let Some(stood) = &newest.content.meeting
        && !meetings.iter().any(|one| one.value == stood.id.to_string())
    {
        let chosen = stood.id.to_string() == typed.meeting;
        meetings.push(Choice { value: stood.id.to_string(), name: dates::long(stood.day), about: String::new(), chosen });
    }
    let heading = text(lang, if newest.number > 1 { "written-write-change" } else { "written-write" }).into_owned();
    let title = agreement.title(lang)?;
    let stands = match drawn.stands {
        Some((who, content)) => Some((who, shown(actor, agreement, &content, (None, None))?)),
        None => None,
    };
    let headings = ["written-school-does", "written-owner-does"];
    let conflict = stands.is_some();
    let page = WritePage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!drawn.errors.is_empty()),
        crumbs: crumbs(actor, agreement, Some(("tekst", heading.clone()))),
        kicker: title,
        heading,
        elsewhere: template.elsewhere.get(lang).to_owned(),
        areas: areas.collect(),
        meetings,
        sides: headings
            .into_iter()
            .zip(&typed.sides)
            .map(|(key, lines)| SideLines { heading: text(lang, key).into_owned(), lines: lines.clone() })
            .collect(),
        changes: newest.number > 1,
        stands,
        href: format!("{}/tekst", agreement.href()),
        back: agreement.href(),
        typed,
        errors: drawn.errors,
    };
    if conflict {
        return Ok((StatusCode::CONFLICT, page::html(&page)?).into_response());
    }
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>) -> Result<Response> {
    let (tx, agreement) = enter(&app, &actor, id).await?;
    draw(&app, tx, &actor, &agreement, Drawn::default()).await
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>, pairs: Pairs) -> Result<Response> {
    let typed = Typed::sent(&pairs)?;
    let save_id = save_id(&typed.save_id)?;
    let base: i32 = typed.rev.parse().ok().filter(|rev| *rev > 0).ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = match agreement.rights.can_write() {
        Ok(can) => can,
        Err(AppError::Conflict(key)) => {
            let errors = on(&actor, "funn", key);
            return draw(&app, tx, &actor, &agreement, Drawn { typed: Some(typed), errors, stands: None }).await;
        }
        Err(error) => return Err(error),
    };
    let versions = queries::versions(&mut tx, &actor, &agreement).await?;
    let newest = versions.first().ok_or(AppError::NotFound)?;
    let meetings = queries::meetings(&app, &mut tx, &actor, &agreement).await?;
    let against = Against {
        template: agreement.template()?,
        meetings: &meetings,
        stood: &newest.content,
        // A number is used once, also when what had it is no longer there.
        highest: versions.iter().map(|version| version.content.highest()).max().unwrap_or(0),
        lang: actor.lang,
        today: actor.today,
    };
    let content = match read(&typed, against) {
        Ok(content) => content,
        Err(errors) => return draw(&app, tx, &actor, &agreement, Drawn { typed: Some(typed), errors, stands: None }).await,
    };
    if !queries::save(&mut tx, &actor, can, (&content, base, save_id)).await? {
        let (who, at) = &newest.saved;
        let sentence = text_with(actor.lang, "written-stands", &[("who", who), ("at", &dates::moment(*at))]);
        // Sent once more, it takes the place of what stands there: that has been read now.
        let typed = Typed { rev: newest.rev.to_string(), save_id: Uuid::new_v4().to_string(), ..typed };
        let errors = on(&actor, "funn", "error-written-changed");
        let stands = Some((sentence, newest.content.clone()));
        return draw(&app, tx, &actor, &agreement, Drawn { typed: Some(typed), errors, stands }).await;
    }
    tx.commit().await?;
    let more = pairs.get("meir").is_some();
    let to = if more { format!("{}/tekst#s-1-kva", agreement.href()) } else { agreement.href() };
    Ok(flash::redirect(&to, Flash::Saved))
}
