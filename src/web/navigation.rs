//! The main navigation: only what the actor can open.
use crate::access::Actor;
use crate::text::text;
use crate::web::page::{NavItem, capital};

/// The links for this actor, with the one of this section marked.
pub fn items(actor: &Actor) -> Vec<NavItem> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let word = actor.pack.as_ref().map_or_else(|| t("term-self-assessment"), |pack| pack.terms.self_assessment.get(actor.lang).to_owned());
    let mut items: Vec<(String, String, &[&str])> = vec![("/".to_owned(), t("nav-start"), &[])];
    let follows_up = actor.is_owner() || actor.leads_area();
    if follows_up {
        items.push(("/oversikt".to_owned(), t("nav-overview"), &["/oversikt"]));
    }
    if let Some(school) = actor.own_schools().first() {
        items.push((format!("/skoler/{school}"), t("nav-school"), &["/skoler"]));
    }
    if !actor.own_schools().is_empty() {
        items.push(("/egenvurdering".to_owned(), capital(&word), &["/egenvurdering"]));
    }
    if actor.is_owner() {
        items.push(("/runder".to_owned(), t("nav-rounds"), &["/runder"]));
        items.push(("/indikatorer/import".to_owned(), t("nav-imports"), &["/indikatorer", "/skoler/register", "/skoler/nummer"]));
    }
    items
        .into_iter()
        .map(|(href, label, sections)| {
            let path = actor.visit.path.split('?').next().unwrap_or_default();
            let current = if href == "/" { path == "/" } else { sections.iter().any(|section| path.starts_with(section)) };
            NavItem { href, label, current }
        })
        .collect()
}
