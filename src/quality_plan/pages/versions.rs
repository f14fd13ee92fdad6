//! What was adopted: a version as it is read with what has come of it, and the versions beside each other.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::front::{Map, contents, links, map};
use super::{Side, crumbs, filled, side};
use crate::App;
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document};
use crate::error::Result;
use crate::ids::QualityPlanId;
use crate::quality_plan::differing::{Difference, differences};
use crate::quality_plan::document::document;
use crate::quality_plan::follow::Followed;
use crate::quality_plan::model::{Plan, Structure};
use crate::quality_plan::queries::{self, TurnRow, VersionRow};
use crate::quality_plan::reading;
use crate::text::{dates, name_and_title, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::grouped_hash;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan/{plan}/versjon/{version}", show).get("/kvalitetsplan/{plan}/endringar", changes)
}

/// «Versjon 1, vedteken 12. juni 2026 …».
pub fn about(row: &VersionRow, actor: &Actor) -> String {
    let who = name_and_title(&row.by.0, &row.by.1);
    let when = dates::long(dates::norwegian_date(row.at));
    let mut about = text_with(actor.lang, "quality-adopted-about", &[("number", &row.version), ("when", &when), ("who", &who)]);
    if let Some(one) = &row.content.resolution {
        let day = dates::long(one.decided_on);
        about = format!(
            "{} {about}",
            text_with(actor.lang, "quality-decided-about", &[("body", &one.body), ("day", &day), ("case", &one.case_number)])
        );
    }
    about
}

#[derive(Template)]
#[template(path = "quality_plan/version.html")]
struct VersionPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    side: Option<Side>,
    plan: Plan,
    document: Document,
    contents: Vec<(String, String)>,
    links: Vec<(String, String)>,
    /// Documents of evaluations: address, words.
    files: Vec<(String, String)>,
    map: Map,
    here: String,
    changed: String,
    /// That it is written in again, or over.
    turned: Vec<String>,
    versions: Vec<(String, String, bool)>,
    seal: String,
    newest: bool,
}

fn turned(plan: &Plan, turns: &[TurnRow], version: i32, actor: &Actor) -> Vec<String> {
    let words = |turn: &TurnRow| {
        let key = if turn.into == "closed" { "quality-turned-closed" } else { "quality-turned-reopened" };
        let when = dates::long(dates::norwegian_date(turn.at));
        text_with(actor.lang, key, &[("when", &when), ("who", &turn.by), ("reason", &turn.reason)])
    };
    let follower =
        plan.followed_by.filter(|_| version == plan.versions).map(|_| text(actor.lang, "quality-has-follower-long").into_owned());
    turns.iter().filter(|turn| turn.version == version).map(words).chain(follower).collect()
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, version)): Path<(QualityPlanId, i32)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let row = reading::version(&mut tx, &plan, version).await?;
    let turns = queries::turns(&mut tx, &plan).await?;
    let newest = version == plan.versions;
    // What has come of it stands with the version that is followed.
    let followed = if newest { reading::followed(&mut tx, &plan).await? } else { Followed::default() };
    let structure = if plan.rights.owns { queries::structure(&mut tx, &plan).await? } else { Structure::default() };
    let filled = if plan.rights.owns { filled(&mut tx, &plan).await? } else { Vec::new() };
    tx.commit().await?;
    let document = document(&plan, (&row.content, &followed), (about(&row, &actor), None), &actor)?;
    let laid = followed.evaluations.iter().filter_map(|entry| {
        let laid = entry.laid.as_ref().filter(|laid| !laid.removed)?;
        Some((format!("{}/evalueringsfil/{}", plan.href(), entry.id), laid.words()))
    });
    let here = format!("{}/versjon/{version}", plan.href());
    let crumb = (here.clone(), text_with(actor.lang, "quality-version-title", &[("number", &version)]));
    let page = VersionPage {
        cx: Page::new(&actor, format!("{}, {}", document.title, text_with(actor.lang, "quality-version", &[("number", &version)]))),
        crumbs: crumbs(&plan, &actor, Some(crumb))?,
        side: side(&plan, &structure, &filled, &actor, "")?,
        contents: contents(&document),
        links: links(&row.content),
        files: laid.collect(),
        map: map(&row.content, &actor),
        turned: turned(&plan, &turns, version, &actor),
        versions: (1..=plan.versions)
            .rev()
            .map(|number| (format!("{}/versjon/{number}", plan.href()), number.to_string(), number == version))
            .collect(),
        seal: grouped_hash(&row.sha256),
        changed: row.changed,
        here,
        newest,
        document,
        plan,
    };
    page::html(&page)
}

struct Changes {
    title: String,
    about: String,
    why: String,
    words: String,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "quality_plan/changes.html")]
struct ChangesPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    all: Vec<Changes>,
}

async fn changes(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let rows = queries::versions(&mut tx, &plan, None).await?;
    let turns = queries::turns(&mut tx, &plan).await?;
    tx.commit().await?;
    let template = plan.template()?;
    let section = |key: &str| template.section(key).map_or_else(|| key.to_owned(), |section| section.title.get(lang).to_owned());
    let mut all = Vec::new();
    for pair in rows.windows(2) {
        let [now, before] = pair else { continue };
        let why = turns.iter().find(|turn| turn.version == before.version && turn.into == "reopened");
        all.push(Changes {
            title: text_with(lang, "quality-version-title", &[("number", &now.version)]),
            about: about(now, &actor),
            why: why.map_or_else(String::new, |turn| text_with(lang, "quality-reopened-because", &[("reason", &turn.reason)])),
            words: now.changed.clone(),
            differences: differences(&before.content, &now.content, &section, lang),
        });
    }
    let title = text(lang, "quality-changes").into_owned();
    page::html(&ChangesPage {
        cx: Page::new(&actor, format!("{title} – {}", plan.title(lang)?)),
        crumbs: crumbs(&plan, &actor, Some((format!("{}/endringar", plan.href()), title.clone())))?,
        title: capital(&title),
        all,
    })
}
