//! `/avtalar` and `/skoler/{school}/avtalar`: the promises of both sides from all meetings, by side and day.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::Ledger;
use crate::agreement::in_meeting::Row;
use crate::agreement::model::{Agreement, Giver};
use crate::agreement::origin::meeting_of;
use crate::agreement::queries::{self, Wanted};
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::municipality;
use crate::text::{InBoth, dates, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/avtalar", all).get("/skoler/{school}/avtalar", of_school)
}

#[derive(Debug, Default, serde::Deserialize)]
struct Asked {
    /// `alle`: also those that are over.
    #[serde(default)]
    vis: String,
}

/// A row with where it comes from.
struct Line {
    row: Row,
    /// «Leiardialog 1 med Vik skule».
    meeting: String,
    /// Its page.
    meeting_href: String,
    /// «15. mars 2027».
    met: String,
}

/// The promises of one side.
struct SideView {
    id: &'static str,
    heading: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "agreement/ledger.html")]
struct LedgerPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    /// (address, words, chosen)
    views: Vec<(String, String, bool)>,
    sides: Vec<SideView>,
}

async fn all(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    let ledger = Ledger::of_all(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let title = text(actor.lang, "agreements-title").into_owned();
    let sheet = Sheet { ledger, href: "/avtalar".to_owned(), title, crumbs: Vec::new(), everything: asked.vis == "alle" };
    let page = draw(&app, &mut tx, &actor, sheet).await?;
    tx.commit().await?;
    Ok(page)
}

async fn of_school(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(asked): Query<Asked>) -> Result<Response> {
    let ledger = Ledger::of_school(&actor, id)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let (href, title) = (format!("/skoler/{id}/avtalar"), text_with(actor.lang, "agreements-of", &[("school", &school.name)]));
    let crumbs = vec![(format!("/skoler/{id}"), school.name), (href.clone(), text(actor.lang, "agreements-title").into_owned())];
    let sheet = Sheet { ledger, href, title, crumbs, everything: asked.vis == "alle" };
    let page = draw(&app, &mut tx, &actor, sheet).await?;
    tx.commit().await?;
    Ok(page)
}

/// What tells the two ledgers apart.
struct Sheet {
    ledger: Ledger,
    /// Its address.
    href: String,
    title: String,
    crumbs: Vec<(String, String)>,
    /// Also those that are over.
    everything: bool,
}

async fn draw(app: &App, tx: &mut Tx, actor: &Actor, sheet: Sheet) -> Result<Response> {
    let Sheet { ledger, href, title, crumbs, everything } = sheet;
    let lang = actor.lang;
    let first = calendar::first_of_school_year(calendar::school_year_of(actor.today) - 1).unwrap_or(actor.today);
    let wanted = Wanted { school: ledger.school, open: !everything, since: dates::moment_of(first, 0, 0), ..Wanted::default() };
    let found = queries::agreements(tx, actor, wanted).await?;
    let mut sides = Vec::new();
    for giver in Giver::ALL {
        let key = match (giver, ledger.school) {
            (Giver::Owner, _) => "agreements-owner",
            (Giver::School, Some(_)) => "agreements-school",
            (Giver::School, None) => "agreements-schools",
        };
        let lines = lines(app, tx, actor, found.iter().filter(|agreement| agreement.giver == giver)).await?;
        sides.push(SideView { id: giver.key(), heading: text(lang, key).into_owned(), lines });
    }
    let page = LedgerPage {
        cx: Page::new(actor, title),
        crumbs,
        views: vec![
            (href.clone(), text(lang, "agreements-open").into_owned(), !everything),
            (format!("{href}?vis=alle"), text(lang, "agreements-all").into_owned(), everything),
        ],
        sides,
    };
    page::html(&page)
}

async fn lines<'a>(app: &App, tx: &mut Tx, actor: &Actor, found: impl Iterator<Item = &'a Agreement>) -> Result<Vec<Line>> {
    let mut titles: HashMap<crate::ids::MeetingId, InBoth> = HashMap::new();
    let mut lines = Vec::new();
    for agreement in found {
        let title = match titles.entry(agreement.meeting) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => free.insert(meeting_of(app, tx, actor, agreement).await?),
        };
        lines.push(Line {
            row: Row::of(agreement, String::new(), actor.today, actor.lang),
            meeting: title.get(actor.lang).to_owned(),
            meeting_href: format!("/moter/{}", agreement.meeting),
            met: dates::long(dates::norwegian_date(agreement.met_at)),
        });
    }
    Ok(lines)
}
