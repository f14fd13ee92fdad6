//! The main navigation: only what the actor can open.
use crate::access::Actor;
use crate::access::rules::{knows_of_reports, reads_quality_plans};
use crate::text::text;
use crate::web::page::{NavItem, capital};

/// The links for this actor, with the one of this section marked.
pub fn items(actor: &Actor) -> Vec<NavItem> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let word = actor.pack.as_ref().map_or_else(|| t("term-self-assessment"), |pack| pack.terms.self_assessment.get(actor.lang).to_owned());
    let mut items: Vec<(String, String, &[&str])> = vec![("/".to_owned(), t("nav-start"), &[])];
    let follows_up = actor.is_owner() || actor.leads_area();
    if follows_up {
        items.push(("/oversikt".to_owned(), t("nav-overview"), &["/oversikt", "/planar", "/kvalitetsplan"]));
        items.push(("/indikatorer".to_owned(), t("nav-figures"), &["/indikatorer", "/indikatorsett", "/forventningar", "/samtalepunkt"]));
    }
    if let Some(school) = actor.own_schools().first() {
        items.push((format!("/skoler/{school}"), t("nav-school"), &["/skoler", "/forteljingar", "/kjeder", "/planar", "/kvalitetsplan"]));
    }
    if follows_up || !actor.own_schools().is_empty() {
        items.push(("/moter".to_owned(), t("nav-meetings"), &["/moter", "/avtalar", "/forslag"]));
        items.push(("/arshjul".to_owned(), t("nav-wheel"), &["/arshjul"]));
    }
    // Others reach it from the page of plans.
    if !follows_up
        && actor.own_schools().is_empty()
        && reads_quality_plans(actor)
        && let Some(plan) = actor.pack.as_ref().and_then(|pack| pack.quality_plan())
    {
        items.push(("/kvalitetsplan".to_owned(), capital(plan.name.get(actor.lang)), &["/kvalitetsplan"]));
    }
    if let Some(report) = actor.pack.as_ref().and_then(|pack| pack.report()).filter(|_| knows_of_reports(actor)) {
        items.push(("/tilstandsrapport".to_owned(), report.name.get(actor.lang).to_owned(), &["/tilstandsrapport"]));
    }
    if !actor.own_schools().is_empty() {
        items.push(("/egenvurdering".to_owned(), capital(&word), &["/egenvurdering"]));
    }
    if actor.is_owner() {
        items.push(("/runder".to_owned(), t("nav-rounds"), &["/runder"]));
        items.push(("/indikatorer/import".to_owned(), t("nav-imports"), IMPORTS));
    }
    let path = actor.visit.path.split('?').next().unwrap_or_default();
    // A page belongs to the longest address that it stands below.
    let below = |sections: &[&str]| sections.iter().filter(|section| path.starts_with(*section)).map(|section| section.len()).max();
    let nearest = items.iter().filter_map(|(_, _, sections)| below(sections)).max();
    items
        .iter()
        .map(|(href, label, sections)| {
            let current = if href == "/" { path == "/" } else { nearest.is_some() && below(sections) == nearest };
            NavItem { href: href.clone(), label: label.clone(), current }
        })
        .collect()
}

/// Where figures come in, and what decides how: the municipality's own, limits, the list of schools.
const IMPORTS: &[&str] =
    &["/indikatorer/import", "/indikatorer/skjema", "/indikatorer/enkelttal", "/indikatorer/kjelder", "/skoler/register", "/skoler/nummer"];
