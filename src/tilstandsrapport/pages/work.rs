//! The page of the work: the days on the way to the council, who has which chapter and by when, what is missing and what slips.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Date;

use super::side::{self, Side};
use crate::App;
use crate::access::Actor;
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, ReportId};
use crate::indicator::published::Audience;
use crate::meeting;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, dates, text, text_with};
use crate::tilstandsrapport::check::{self, Finding, Moved};
use crate::tilstandsrapport::compose::{self, Sources};
use crate::tilstandsrapport::model::{MilestoneRow, Report, planned};
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}", show)
        .get("/tilstandsrapport/{report}/fristar", days)
        .post("/tilstandsrapport/{report}/fristar", set_days)
        .post("/tilstandsrapport/{report}/kapittel/{chapter}/tildeling", give)
}

/// A day on the way.
struct DayView {
    name: String,
    day: String,
    /// «Om 12 dagar», «For 3 dagar sidan».
    away: String,
    past: bool,
    next: bool,
}

/// A chapter with who has it.
struct ChapterView {
    key: String,
    href: String,
    title: String,
    state: &'static str,
    tag: (&'static str, &'static str),
    holder: Option<PersonId>,
    holder_name: String,
    deadline: String,
    deadline_words: String,
    late: bool,
    carried: usize,
    comments: i64,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/work.html")]
struct WorkPage {
    cx: Page,
    side: Side,
    crumbs: Vec<(String, String)>,
    heading: String,
    lead: String,
    days: Vec<DayView>,
    blocking: Vec<Finding>,
    other: Vec<Finding>,
    fine: Vec<String>,
    /// Indicators without a figure this year.
    awaited: Vec<String>,
    chapters: Vec<ChapterView>,
    people: Vec<(PersonId, String)>,
    arranges: bool,
    open: bool,
    front: String,
    errors: Vec<(String, String)>,
}

/// What is checked before a report goes out, with the figures that have changed since a chapter was called ready.
pub async fn checked(
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    sources: &Sources,
    milestones: &[MilestoneRow],
) -> Result<check::Checked> {
    let mut moved = Vec::new();
    for row in sources.chapters.iter().filter(|row| row.ready.is_some()) {
        let Some(used) = row.figures.clone() else { continue };
        let used: Vec<_> = serde_json::from_value(used).map_err(anyhow::Error::from)?;
        let gone = crate::indicator::published::gone(tx, actor.municipality, &used).await?;
        let mut indicators: Vec<String> = Vec::new();
        for one in gone {
            let name = crate::indicator::catalogue::catalogue().get(&one.figure.indicator);
            let name = name.map_or_else(|| one.figure.indicator.clone(), |indicator| indicator.name.get(actor.lang).to_owned());
            if !indicators.contains(&name) {
                indicators.push(name);
            }
        }
        if !indicators.is_empty() {
            moved.push(Moved { chapter: row.chapter.clone(), indicators });
        }
    }
    check::check(report, sources, milestones, &moved, actor.today, actor.lang)
}

async fn draw(tx: &mut Tx, actor: &Actor, report: &Report, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    if !report.rights.works_on_it() {
        return Err(AppError::NotFound);
    }
    let rows = queries::chapters(tx, report).await?;
    let milestones = queries::milestones(tx, actor, report).await?;
    let arranges = report.rights.arranges;
    let (checked, awaited) = if arranges {
        let sources = compose::gather(tx, report, Audience::Public, actor.today).await?;
        let awaited = sources.published.without_figures().map(|indicator| indicator.name.get(lang).to_owned()).collect();
        (checked(tx, actor, report, &sources, &milestones).await?, awaited)
    } else {
        (check::Checked { findings: Vec::new(), fine: Vec::new() }, Vec::new())
    };
    let people = if arranges { meeting::followers(tx, actor.municipality, actor.today).await? } else { Vec::new() };
    let template = report.template()?;
    let chapter = |row: &crate::tilstandsrapport::model::ChapterRow| ChapterView {
        href: report.chapter_href(&row.chapter),
        title: template.chapter(&row.chapter).map_or_else(String::new, |chapter| chapter.title.get(lang).to_owned()),
        state: row.state().text_key(),
        tag: row.state().tag(),
        holder: row.holder.as_ref().map(|(id, _)| *id),
        holder_name: row.holder.as_ref().map_or_else(String::new, |(_, name)| name.clone()),
        deadline: row.deadline.map(dates::for_form).unwrap_or_default(),
        deadline_words: row.deadline.map(|day| dates::near(day, actor.today)).unwrap_or_default(),
        late: row.ready.is_none() && row.deadline.is_some_and(|day| day < actor.today),
        carried: row.carried.len(),
        comments: row.comments,
        key: row.chapter.clone(),
    };
    let council = page::capital(report.pack.terms.council.get(lang));
    let heading = report.title(lang)?;
    let (blocking, other): (Vec<Finding>, Vec<Finding>) = checked.findings.into_iter().partition(|finding| finding.blocks);
    let page = WorkPage {
        cx: Page::new(actor, heading.clone()).refused_when(!errors.is_empty()),
        side: side::side(report, &rows, actor, None)?,
        crumbs: side::crumbs(report, actor, None)?,
        lead: text_with(
            lang,
            "report-work-lead",
            &[("year", &report.year.to_string()), ("council", &council), ("day", &dates::with_weekday(report.council_on, lang))],
        ),
        days: day_views(report, &milestones, actor),
        blocking,
        other,
        fine: checked.fine,
        awaited,
        chapters: rows.iter().map(chapter).collect(),
        people,
        arranges,
        open: report.decided_on.is_none(),
        front: report.href(),
        heading,
        errors,
    };
    page::answered(&page, &page.errors)
}

fn day_views(report: &Report, milestones: &[MilestoneRow], actor: &Actor) -> Vec<DayView> {
    let lang = actor.lang;
    let council = page::capital(report.pack.terms.council.get(lang));
    let all = milestones.iter().map(|one| (one.name.clone(), one.day)).chain([(council, report.council_on)]);
    let all: Vec<(String, Date)> = all.collect();
    let next = all.iter().position(|(_, day)| *day >= actor.today);
    let view = |(place, (name, day)): (usize, &(String, Date))| DayView {
        name: name.clone(),
        day: dates::with_weekday(*day, lang),
        away: dates::days_away((*day - actor.today).whole_days(), lang),
        past: *day < actor.today,
        next: next == Some(place),
    };
    all.iter().enumerate().map(view).collect()
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, &report, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

/// A day in the form.
struct DayField {
    id: String,
    name: String,
    value: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/days.html")]
struct DaysPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    action: String,
    back: (String, String),
    fields: Vec<DayField>,
    errors: Vec<(String, String)>,
}

fn days_page(report: &Report, actor: &Actor, values: &[(String, String, String)], errors: Vec<(String, String)>) -> Result<Response> {
    let title = text(actor.lang, "report-days-title").into_owned();
    let action = format!("{}/fristar", report.href());
    let page = DaysPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: side::crumbs(report, actor, Some((action.clone(), title)))?,
        back: (report.href(), report.title(actor.lang)?),
        action,
        fields: values
            .iter()
            .map(|(id, name, value)| DayField {
                id: id.clone(),
                name: name.clone(),
                value: value.clone(),
                error: page::error_on(&errors, id),
            })
            .collect(),
        errors,
    };
    page::answered(&page, &page.errors)
}

/// The field of the council's own day.
const COUNCIL: &str = "kommunestyret";

async fn days(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = report.rights.can_arrange()?;
    let milestones = queries::milestones(&mut tx, &actor, &report).await?;
    tx.commit().await?;
    let council = page::capital(report.pack.terms.council.get(actor.lang));
    let of = milestones.into_iter().map(|one| (format!("dag-{}", one.key), one.name, dates::for_form(one.day)));
    let values: Vec<_> = of.chain([(COUNCIL.to_owned(), council, dates::for_form(report.council_on))]).collect();
    days_page(&report, &actor, &values, Vec::new())
}

async fn set_days(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, pairs: Pairs) -> Result<Response> {
    pairs.only(&[COUNCIL, "vidare"], &["dag-"])?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    let template = report.template()?;
    let lang = actor.lang;
    let council = page::capital(report.pack.terms.council.get(lang));
    let asked: Vec<(String, String)> = template
        .milestones
        .iter()
        .map(|one| (format!("dag-{}", one.key), one.name.get(lang).to_owned()))
        .chain([(COUNCIL.to_owned(), council)])
        .collect();
    let typed: Vec<(String, String, String)> =
        asked.into_iter().map(|(id, name)| (id.clone(), name, pairs.get(&id).unwrap_or_default().to_owned())).collect();
    let read: Vec<Option<Date>> = typed.iter().map(|(.., value)| dates::from_form(value)).collect();
    let first = calendar::first_of_school_year(report.year.0);
    let mut errors = Vec::new();
    for (place, (id, ..)) in typed.iter().enumerate() {
        let day = read.get(place).copied().flatten();
        let before = read.get(..place).unwrap_or_default().iter().flatten().max();
        let sentence = match (day, before) {
            (None, _) => Some("error-report-day"),
            (Some(day), _) if first.is_some_and(|first| day <= first) => Some("error-report-day-too-early"),
            (Some(day), Some(before)) if day < *before => Some("error-report-days-order"),
            _ => None,
        };
        errors.extend(sentence.map(|key| (id.clone(), text(lang, key).into_owned())));
    }
    let Some(council_on) = read.last().copied().flatten().filter(|_| errors.is_empty()) else {
        return days_page(&report, &actor, &typed, errors);
    };
    // Planned anew from the council's day, when somebody asks for that.
    let days: Vec<(String, Date)> = if pairs.get("vidare") == Some("planlegg") {
        planned(template, council_on)
    } else {
        template.milestones.iter().map(|one| one.key.clone()).zip(read.into_iter().flatten()).collect()
    };
    queries::set_days(&mut tx, can, council_on, &days).await?;
    tx.commit().await?;
    Ok(flash::redirect(&report.href(), Flash::Saved))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct GiveForm {
    #[serde(default)]
    hos: String,
    #[serde(default)]
    frist: String,
}

async fn give(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(ReportId, String)>,
    Form(form): Form<GiveForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    let (_, chapter) = report.chapter(&key)?;
    let people = meeting::followers(&mut tx, actor.municipality, actor.today).await?;
    let person = people.iter().find(|(id, _)| id.to_string() == form.hos).map(|(id, _)| *id);
    let deadline = dates::from_form(&form.frist);
    let mut errors = Vec::new();
    if person.is_none() && !form.hos.is_empty() {
        errors.push((format!("hos-{key}"), text(actor.lang, "error-report-person").into_owned()));
    }
    if deadline.is_none() && !form.frist.is_empty() {
        errors.push((format!("frist-{key}"), text(actor.lang, "error-report-day").into_owned()));
    }
    if !errors.is_empty() {
        return draw(&mut tx, &actor, &report, errors).await;
    }
    let before = queries::chapters(&mut tx, &report).await?;
    let before = before.iter().find(|row| row.chapter == key).and_then(|row| row.holder.as_ref()).map(|(id, _)| *id);
    queries::give(&mut tx, can, &report, (&key, person, deadline), actor.now).await?;
    if let Some(person) = person.filter(|person| before != Some(*person)) {
        let what = InBoth::each(|lang| chapter.title.get(lang).to_owned());
        let href = report.chapter_href(&key);
        let message = Message { notice: Notice::ChapterGiven, who: &actor.name, what: &what, href: &href };
        notification::tell(&mut tx, actor.municipality, actor.now, &[person], Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#kapittel", report.href()), Flash::Saved))
}
