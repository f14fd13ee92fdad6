//! Sending the report: to each school, and then to the council with everybody. What was sent is kept as it was, with a seal.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Date;

use super::side;
use super::work::checked;
use crate::App;
use crate::access::Actor;
use crate::calendar;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{PersonId, ReportId};
use crate::indicator::published::Audience;
use crate::meeting;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, Lang, dates, text, text_with};
use crate::tilstandsrapport::check::Finding;
use crate::tilstandsrapport::compose::{self, Edition};
use crate::tilstandsrapport::making;
use crate::tilstandsrapport::model::{DAYS_TO_ANSWER, Report};
use crate::tilstandsrapport::queries::{self, SchoolAnswer, VersionRow};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/sending", show)
        .post("/tilstandsrapport/{report}/sending/skular", to_schools)
        .post("/tilstandsrapport/{report}/sending/sak", to_council)
        .get("/tilstandsrapport/{report}/sendt", sent)
}

/// The most characters of a title.
const LONGEST: usize = 300;

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    tittel: String,
    #[serde(default)]
    heimel: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/send.html")]
struct SendPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    blocking: Vec<Finding>,
    other: Vec<Finding>,
    fine: Vec<String>,
    /// When the schools got it last.
    schools_have: Option<String>,
    schools: usize,
    days: u8,
    typed: Typed,
    errors: Vec<(String, String)>,
    front: String,
    open: bool,
}

impl SendPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What the schools' reading says about going to the council.
fn reading(report: &Report, versions: &[VersionRow], answers: &[SchoolAnswer], today: Date, lang: Lang) -> Option<Finding> {
    let newest = versions.iter().filter(|version| version.audience == "school").map(|version| version.number).max();
    let href = format!("{}/sending", report.href());
    let Some(number) = newest else {
        return Some(Finding { blocks: true, words: text(lang, "report-check-schools-not").into_owned(), href });
    };
    let theirs: Vec<&VersionRow> = versions.iter().filter(|version| version.audience == "school" && version.number == number).collect();
    let sent = theirs.first().map(|version| dates::norwegian_date(version.sent_at))?;
    let until = calendar::workdays_after(sent, DAYS_TO_ANSWER);
    let silent = theirs.iter().filter(|version| !answers.iter().any(|answer| answer.version == version.id)).count();
    let objections =
        answers.iter().filter(|answer| !answer.words.is_empty() && theirs.iter().any(|version| version.id == answer.version)).count();
    if silent > 0 && today < until {
        let words = text_with(lang, "report-check-schools-read", &[("count", &silent), ("day", &dates::with_weekday(until, lang))]);
        return Some(Finding { blocks: true, words, href });
    }
    (objections > 0).then(|| Finding {
        blocks: false,
        words: text_with(lang, "report-check-schools-said", &[("count", &objections)]),
        href: format!("{}/sendt", report.href()),
    })
}

async fn draw(tx: &mut Tx, actor: &Actor, report: &Report, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let _can = report.rights.can_arrange()?;
    let sources = compose::gather(tx, report, Audience::Public, actor.today).await?;
    let milestones = queries::milestones(tx, actor, report).await?;
    let mut all = checked(tx, actor, report, &sources, &milestones).await?;
    let versions = queries::versions(tx, report).await?;
    let answers = queries::school_answers(tx, actor.municipality, report.id).await?;
    all.findings.extend(reading(report, &versions, &answers, actor.today, lang));
    let schools = municipality::schools(tx, actor.municipality).await?;
    let title = text(lang, "report-send-title").into_owned();
    let (blocking, other): (Vec<Finding>, Vec<Finding>) = all.findings.into_iter().partition(|finding| finding.blocks);
    let (cx, crumbs) = side::page(report, actor, "sending", &title)?;
    let page = SendPage {
        cx: cx.refused_when(!errors.is_empty()),
        crumbs,
        title,
        blocking,
        other,
        fine: all.fine,
        schools_have: versions
            .iter()
            .find(|version| version.audience == "school")
            .map(|version| dates::recent(version.sent_at, actor.today)),
        schools: schools.iter().filter(|school| school.takes_part(actor.today)).count(),
        days: DAYS_TO_ANSWER,
        typed,
        errors,
        front: report.href(),
        open: report.decided_on.is_none(),
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let typed = Typed { tittel: report.title(report.lang)?, heimel: String::new() };
    let page = draw(&mut tx, &actor, &report, typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn to_schools(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<ReportId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    report.check_open()?;
    let number = queries::next_number(&mut tx, can).await?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let schools: Vec<_> = schools.into_iter().filter(|school| school.takes_part(actor.today)).collect();
    let members = compose::members(&report)?;
    let mut sources = compose::gather(&mut tx, &report, Audience::Public, actor.today).await?;
    let title = report.title(report.lang)?;
    let legal = text(report.lang, "report-school-legal").into_owned();
    for school in &schools {
        let audience = Audience::School(school.id);
        sources.published = compose::figures(&mut tx, &report, (&members, audience)).await?;
        let edition = Edition { audience, school: Some(school.name.clone()), number: Some(number), at: actor.now, today: actor.today };
        making::keep(&mut tx, &actor, can, &report, &sources, (&edition, &title, &legal)).await?;
    }
    let answering = municipality::answering_for_all(&mut tx, actor.municipality, actor.today).await?;
    let answering: Vec<PersonId> = schools.iter().filter_map(|school| answering.get(&school.id)).flatten().copied().collect();
    let what = InBoth::try_each(|lang: Lang| report.title(lang))?;
    let href = format!("{}/sporsmal", report.href());
    let message = Message { notice: Notice::ReportToRead, who: &actor.name, what: &what, href: &href };
    notification::tell(&mut tx, actor.municipality, actor.now, &answering, Some(actor.person), &message).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/sendt", report.href()), Flash::ReportToSchools))
}

async fn to_council(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Form(typed): Form<Typed>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = report.rights.can_arrange()?;
    report.check_open()?;
    let sources = compose::gather(&mut tx, &report, Audience::Public, actor.today).await?;
    let milestones = queries::milestones(&mut tx, &actor, &report).await?;
    let mut all = checked(&mut tx, &actor, &report, &sources, &milestones).await?;
    let versions = queries::versions(&mut tx, &report).await?;
    let answers = queries::school_answers(&mut tx, actor.municipality, report.id).await?;
    all.findings.extend(reading(&report, &versions, &answers, actor.today, lang));
    let public_title = short_text(&typed.tittel, LONGEST, text(lang, "error-report-public-title"), lang);
    let legal = short_text(&typed.heimel, LONGEST, text(lang, "error-report-legal"), lang);
    let (Ok(public_title), Ok(legal), false) = (&public_title, &legal, all.findings.iter().any(|finding| finding.blocks)) else {
        let mut errors = Vec::new();
        errors.extend(public_title.err().map(|sentence| ("tittel".to_owned(), sentence)));
        errors.extend(legal.err().map(|sentence| ("heimel".to_owned(), sentence)));
        if all.findings.iter().any(|finding| finding.blocks) {
            errors.push(("manglar".to_owned(), text(lang, "error-report-not-ready").into_owned()));
        }
        return draw(&mut tx, &actor, &report, typed, errors).await;
    };
    making::keep_both(&mut tx, &actor, &report, (public_title, legal)).await?;
    let people: Vec<PersonId> = meeting::followers(&mut tx, actor.municipality, actor.today).await?.into_iter().map(|(id, _)| id).collect();
    let leaders = municipality::all_leaders(&mut tx, actor.municipality, actor.today).await?;
    let everybody: Vec<PersonId> = people.into_iter().chain(leaders).collect();
    let what = InBoth::try_each(|lang: Lang| report.title(lang))?;
    let href = format!("{}/sendt", report.href());
    let message = Message { notice: Notice::ReportSent, who: &actor.name, what: &what, href: &href };
    notification::tell(&mut tx, actor.municipality, actor.now, &everybody, Some(actor.person), &message).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/sendt", report.href()), Flash::ReportSent))
}

/// A version in the list.
struct SentRow {
    href: String,
    name: String,
    about: String,
    seal: String,
    /// What the school said, when, by whom.
    answers: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/sent.html")]
struct SentPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    rows: Vec<SentRow>,
    schools: Vec<SentRow>,
    send: Option<String>,
}

async fn sent(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let versions = queries::versions(&mut tx, &report).await?;
    let answers = queries::school_answers(&mut tx, actor.municipality, report.id).await?;
    tx.commit().await?;
    let row = |version: &VersionRow| {
        let key = match version.audience.as_str() {
            "school" => "report-edition-school",
            "owner" => "report-edition-owner",
            _ => "report-edition-public",
        };
        SentRow {
            href: format!("{}/versjon/{}", report.href(), version.id),
            name: text_with(lang, key, &[("school", &version.school_name.clone().unwrap_or_default())]),
            about: text_with(
                lang,
                "report-version-sent",
                &[("number", &version.number), ("when", &dates::recent(version.sent_at, actor.today)), ("who", &version.sent_by)],
            ),
            seal: crate::writing::grouped_hash(&version.sha256),
            answers: answers
                .iter()
                .filter(|answer| answer.version == version.id)
                .map(|answer| {
                    let words =
                        if answer.words.is_empty() { text(lang, "report-nothing-to-mend").into_owned() } else { answer.words.clone() };
                    (words, format!("{}, {}", answer.by, dates::recent(answer.at, actor.today)))
                })
                .collect(),
        }
    };
    let title = text(lang, "report-sent-title").into_owned();
    let (cx, crumbs) = side::page(&report, &actor, "sendt", &title)?;
    page::html(&SentPage {
        cx,
        crumbs,
        lead: text(lang, "report-sent-lead").into_owned(),
        rows: versions.iter().filter(|version| version.audience != "school").map(row).collect(),
        schools: versions.iter().filter(|version| version.audience == "school").map(row).collect(),
        send: (report.rights.arranges && report.decided_on.is_none()).then(|| format!("{}/sending", report.href())),
        title,
    })
}
