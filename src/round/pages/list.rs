//! The list of rounds, newest year first, and the ways to open and to roll one.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanOpenRound;
use crate::error::Result;
use crate::model_pack::Respondent;
use crate::round::queries;
use crate::self_assessment::school_year;
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/runder", list)
}

struct RoundLine {
    title: String,
    looks_back: String,
    plans: String,
    deadline: String,
    pack_version: i32,
    delivered: String,
    roll: Option<String>,
    rolled: Option<String>,
}

#[derive(Template)]
#[template(path = "round/list.html")]
struct ListPage {
    cx: Page,
    rounds: Vec<RoundLine>,
    templates: Vec<(String, String)>,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let can = CanOpenRound::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let rounds = queries::all(&mut tx, can.municipality()).await?;
    let versions: HashMap<_, _> = queries::pack_versions(&mut tx, can.municipality()).await?.into_iter().collect();
    let mut lines = Vec::new();
    for round in &rounds {
        let pack = app.packs.load(&mut tx, can.municipality(), round.pack).await?;
        let title = pack.template(&round.template).map_or_else(String::new, |template| template.title.get(actor.lang).to_owned());
        let has_next = rounds.iter().any(|other| other.template == round.template && other.looks_back_year > round.looks_back_year);
        let delivered = match round.respondent {
            Respondent::School => text_with(actor.lang, "round-delivered-of", &[("delivered", &round.delivered), ("count", &round.count)]),
            Respondent::Owner if round.delivered > 0 => text(actor.lang, "round-own-delivered").into_owned(),
            Respondent::Owner => text(actor.lang, "round-own-not-delivered").into_owned(),
        };
        lines.push(RoundLine {
            title,
            looks_back: school_year(round.looks_back_year),
            plans: school_year(round.plans_year),
            deadline: dates::long(round.deadline),
            pack_version: versions.get(&round.pack).copied().unwrap_or_default(),
            delivered,
            roll: (!has_next).then(|| format!("/runder/{}/rulling", round.id)),
            rolled: round.rolled_to.map(|_| format!("/runder/{}/rulling", round.id)),
        });
    }
    tx.commit().await?;
    let templates = actor.pack.as_ref().map_or_else(Vec::new, |pack| {
        pack.templates.iter().map(|template| (template.key.clone(), template.title.get(actor.lang).to_owned())).collect()
    });
    page::html(&ListPage { cx: Page::new(&actor, text(actor.lang, "rounds-title")), rounds: lines, templates })
}
