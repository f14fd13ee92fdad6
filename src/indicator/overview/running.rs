//! `/indikatorer/drift`: money, safety at work and sick leave, one figure and one sentence for each school, for those who lead and follow it up alone. It is
//! in no set that others look at, in no file and in no print that others take part in.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::pages::{followed, place};
use super::view::words;
use crate::App;
use crate::access::Actor;
use crate::access::rules::FiguresOfSchools;
use crate::error::Result;
use crate::indicator::SchoolYear;
use crate::indicator::across::{self, Across, Of, Series};
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::sentence::{Told, what_can_be_said};
use crate::municipality::School;
use crate::text::{Lang, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorer/drift", show)
}

/// Years that are looked back to for the one before.
const LOOKED_BACK: i32 = 6;

/// A figure and its sentence.
struct Said {
    value: Option<(String, String)>,
    sentence: String,
}

struct Line {
    href: String,
    name: String,
    cells: Vec<Said>,
}

#[derive(Template)]
#[template(path = "indicator/running.html")]
struct RunningPage {
    cx: Page,
    heads: Vec<(&'static str, &'static str)>,
    lines: Vec<Line>,
    any: bool,
}

/// Money, safety and sick leave; 10-FAKTOR, which named roles see too, is a survey that is looked at school by school.
fn indicators() -> Vec<&'static Indicator> {
    let running = |indicator: &&Indicator| matches!(indicator.source.key.as_str(), "personal" | "avvik" | "regnskap");
    catalogue().indicators().iter().filter(|indicator| indicator.restricted_to_named_roles).filter(running).collect()
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let can = FiguresOfSchools::of(&actor)?;
    let (mut tx, schools) = followed(&app, &actor, &can).await?;
    let indicators = indicators();
    let ids: Vec<i64> = schools.iter().map(|school| school.id.0).collect();
    let since = SchoolYear(actor.today.year() - LOOKED_BACK);
    let across = Across::load(&mut tx, actor.municipality, &across::Wanted { schools: Some(&ids), indicators: &indicators, since }).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let has_areas = actor.pack.as_ref().is_some_and(|pack| pack.terms.area.is_some());
    let shown: Vec<&'static Indicator> = indicators.into_iter().filter(|indicator| across.has_schools(indicator)).collect();
    let page = RunningPage {
        cx: Page::new(&actor, text_with(lang, "running-title", &[("place", &place(&actor, &schools, has_areas))])),
        heads: shown.iter().map(|indicator| (indicator.name.get(lang), indicator.explanation.get(lang))).collect(),
        any: !shown.is_empty(),
        lines: schools.iter().map(|school| line(school, &shown, &across, lang)).collect(),
    };
    page::html(&page)
}

fn line(school: &School, indicators: &[&'static Indicator], across: &Across, lang: Lang) -> Line {
    let said = |indicator: &&'static Indicator| said(indicator, across.series(Of::School(school.id), indicator, None), lang);
    Line { href: format!("/skoler/{}/indikatorer", school.id), name: school.name.clone(), cells: indicators.iter().map(said).collect() }
}

fn said(indicator: &'static Indicator, series: Option<&Series>, lang: Lang) -> Said {
    let Some((year, newest)) = series.and_then(|series| series.last_key_value()) else {
        return Said { value: None, sentence: text(lang, "figures-no-figure").into_owned() };
    };
    let told = series.into_iter().flatten().map(|(year, value)| Told { year: *year, cell: value.cell, uncertainty: value.uncertainty });
    Said {
        value: newest.cell.amount().map(|_| (words(newest, indicator, lang), year.to_string())),
        sentence: what_can_be_said(indicator, &told.collect::<Vec<_>>()).words(indicator, lang),
    }
}
