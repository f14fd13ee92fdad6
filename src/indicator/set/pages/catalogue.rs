//! Choosing among the catalogue's indicators those that are not in the set, with what each of them measures.
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::edit::Edit;
use super::super::model::Content;
use super::describe::crumbs;
use super::working::{Refusal, Told, Working, carry_out, seen, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::indicator::catalogue::{Indicator, Quality, catalogue};
use crate::text::{Lang, text};
use crate::web::extract::{Pairs, Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorsett/{key}/indikatorer", form).post("/indikatorsett/{key}/indikatorer", add)
}

struct Choice {
    key: &'static str,
    name: &'static str,
    explanation: &'static str,
    named: bool,
    chosen: bool,
}

/// Those of one source.
struct SourceView {
    name: &'static str,
    indicators: Vec<Choice>,
}

/// Those of one kind of quality.
struct QualityView {
    name: String,
    sources: Vec<SourceView>,
}

struct GroupChoice {
    key: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "indicator/set_add.html")]
struct AddPage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    revision: i32,
    groups: Vec<GroupChoice>,
    qualities: Vec<QualityView>,
    refusal: &'a Refusal,
    told: Option<&'a Told>,
}

#[derive(serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    gruppe: String,
}

/// What is chosen in the form.
#[derive(Default)]
struct Chosen {
    group: String,
    indicators: Vec<String>,
}

async fn form(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    tx.commit().await?;
    let content = working.content();
    let last = content.set.groups.last().filter(|_| wanted.gruppe == "siste").map(|group| group.key.clone());
    let chosen = Chosen { group: last.unwrap_or(wanted.gruppe), indicators: Vec::new() };
    draw(&actor, &working, &chosen, &Refusal::default())
}

fn draw(actor: &Actor, working: &Working, chosen: &Chosen, refusal: &Refusal) -> Result<Response> {
    let content = working.content();
    let title = text(actor.lang, "set-add-title");
    let href = format!("/indikatorsett/{}/indikatorer", working.key);
    let groups = content.set.groups.iter().map(|group| GroupChoice {
        key: group.key.clone(),
        name: group.name.get(actor.lang).to_owned(),
        chosen: group.key == chosen.group,
    });
    let page = AddPage {
        cx: Page::new(actor, title.clone()).refused_when(refusal.is_one()),
        crumbs: crumbs(actor, working, (&href, &title)),
        href,
        back: format!("/indikatorsett/{}", working.key),
        revision: working.revision(),
        groups: groups.collect(),
        qualities: qualities(&content, &chosen.indicators, actor.lang),
        refusal,
        told: refusal.told.as_ref(),
    };
    Ok(refusal.answer(page::html(&page)?))
}

/// What is not in the set, by kind of quality and then by source, in the order of the catalogue.
fn qualities(content: &Content, chosen: &[String], lang: Lang) -> Vec<QualityView> {
    let there: BTreeSet<&str> = content.set.members().map(|member| member.indicator.as_str()).collect();
    let of = |quality: Quality, key: &str| {
        let free = catalogue().indicators().iter().filter(|known| known.quality == quality && !there.contains(known.key.as_str()));
        let mut sources: Vec<SourceView> = Vec::new();
        for known in free {
            let name = known.source.name.get(lang);
            let choice = choice(known, chosen, lang);
            match sources.iter_mut().find(|source| source.name == name) {
                Some(source) => source.indicators.push(choice),
                None => sources.push(SourceView { name, indicators: vec![choice] }),
            }
        }
        QualityView { name: text(lang, key).into_owned(), sources }
    };
    let all = [
        of(Quality::Struktur, "set-quality-struktur"),
        of(Quality::Prosess, "set-quality-prosess"),
        of(Quality::Resultat, "set-quality-resultat"),
    ];
    all.into_iter().filter(|quality| !quality.sources.is_empty()).collect()
}

fn choice(known: &'static Indicator, chosen: &[String], lang: Lang) -> Choice {
    Choice {
        key: &known.key,
        name: known.name.get(lang),
        explanation: known.explanation.get(lang),
        named: known.restricted_to_named_roles,
        chosen: chosen.contains(&known.key),
    }
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, pairs: Pairs) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let indicators: Vec<String> = pairs.all("indikator").map(str::to_owned).collect();
    let chosen = Chosen { group: pairs.get("gruppe").unwrap_or_default().to_owned(), indicators };
    if chosen.indicators.iter().any(|key| catalogue().get(key).is_none()) {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    let told = told(&mut tx, &actor, can, &working, seen(&pairs, &["gruppe", "indikator"])?).await?;
    let mut errors = Vec::new();
    if working.content().group(&chosen.group).is_none() {
        errors.push(("gruppe".to_owned(), text(actor.lang, "error-not-a-choice").into_owned()));
    }
    if chosen.indicators.is_empty() {
        errors.push(("indikatorar".to_owned(), text(actor.lang, "set-add-none").into_owned()));
    }
    if told.is_some() || !errors.is_empty() {
        return draw(&actor, &working, &chosen, &Refusal { errors, told });
    }
    let href = format!("/indikatorsett/{key}#g-{}", chosen.group);
    carry_out(tx, &actor, can, &working, &Edit::Add { group: chosen.group, indicators: chosen.indicators }, &href).await
}
