//! `/samtalar/{talk}/overlevering`: the employer's document goes to somebody's successor, by name. Other talks are handed over to nobody.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{crumbs, enter, enter_held, tell};
use crate::App;
use crate::access::rules::Party;
use crate::access::{Actor, lock};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, SealedTalkId};
use crate::notification::Notice;
use crate::sealed_talk::model::Talk;
use crate::sealed_talk::queries;
use crate::text::{text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/samtalar/{talk}/overlevering", show).post("/samtalar/{talk}/overlevering", hand_over)
}

struct SideView {
    heading: String,
    /// Value and name of each who can take over.
    successors: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "sealed_talk/hand_over.html")]
struct HandOverPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    sides: Vec<SideView>,
    /// There is somebody.
    somebody: bool,
    chosen: String,
    href: String,
    back: String,
    errors: Vec<(String, String)>,
    lock: String,
    lock_after: u32,
}

impl HandOverPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// Those who can take over, each with the side.
type Successors = Vec<(Party, Vec<(PersonId, String)>)>;

async fn successors(tx: &mut Tx, actor: &Actor, talk: &Talk) -> Result<Successors> {
    if !talk.rights.facts().passes_on {
        return Err(AppError::NotFound);
    }
    let mut found = Vec::new();
    for side in Party::ALL.into_iter().filter(|side| talk.rights.hands_over(*side)) {
        found.push((side, queries::successors(tx, actor, talk, side).await?));
    }
    Ok(found)
}

fn draw(actor: &Actor, talk: &Talk, successors: &Successors, chosen: String, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let heading = text(lang, "sealed-hand-over").into_owned();
    let title = talk.title(lang)?;
    let href = format!("{}/overlevering", talk.href());
    let page = HandOverPage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, talk, Some(("overlevering", heading.clone())))?,
        kicker: text_with(lang, "sealed-with", &[("what", &title), ("who", &talk.other())]),
        heading,
        sides: successors
            .iter()
            .map(|(side, people)| SideView {
                heading: text_with(lang, "sealed-hand-over-from", &[("who", &talk.name(*side))]),
                successors: people.iter().map(|(person, name)| (format!("{}-{person}", side.key()), name.clone())).collect(),
            })
            .collect(),
        somebody: successors.iter().any(|(_, people)| !people.is_empty()),
        chosen,
        back: talk.href(),
        lock: lock::address(&href),
        lock_after: lock::IDLE_SECONDS,
        href,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>) -> Result<Response> {
    let (mut tx, talk) = enter(&app, &actor, id).await?;
    let successors = successors(&mut tx, &actor, &talk).await?;
    tx.commit().await?;
    draw(&actor, &talk, &successors, String::new(), Vec::new())
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    til: String,
}

async fn hand_over(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, Form(typed): Form<Typed>) -> Result<Response> {
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    let successors = successors(&mut tx, &actor, &talk).await?;
    let mut chosen = None;
    for (side, people) in &successors {
        chosen = chosen.or_else(|| {
            people.iter().map(|(person, _)| (*side, *person)).find(|(_, person)| format!("{}-{person}", side.key()) == typed.til)
        });
    }
    let Some((side, to)) = chosen else {
        tx.commit().await?;
        let errors = vec![("til".to_owned(), text(actor.lang, "error-sealed-successor").into_owned())];
        return draw(&actor, &talk, &successors, typed.til, errors);
    };
    let can = talk.rights.can_hand_over(side)?;
    let facts = talk.rights.facts();
    if !queries::hand_over(&mut tx, &actor, can, to).await? {
        return Err(AppError::Conflict("error-sealed-successor"));
    }
    let goes = if side == Party::Employee { facts.employee } else { facts.manager };
    let stays = if side == Party::Employee { facts.manager } else { facts.employee };
    tell(&mut tx, &actor, &[to, stays], Notice::SealedHandedOver, &talk.href()).await?;
    tell(&mut tx, &actor, &[goes], Notice::SealedHandedOver, "/samtalar").await?;
    tx.commit().await?;
    let to = if goes == actor.person { "/samtalar".to_owned() } else { talk.href() };
    Ok(flash::redirect(&to, Flash::SealedHandedOver))
}
