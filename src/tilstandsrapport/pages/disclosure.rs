//! `/tilstandsrapport/{report}/innsyn`: everything that a demand to see the report can be about, how each was answered and by whom, and the copy that is given.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::attachments::file_href;
use super::side;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{ReportId, ReportVersionId};
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::attachment::{Attachment, LONGEST_LEGAL};
use crate::tilstandsrapport::disclosure::{Answer, Asked, Judgement, beside_words};
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::queries::{self, NewJudgement, VersionRow};
use crate::web::extract::{Form, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/tilstandsrapport/{report}/innsyn", show).post("/tilstandsrapport/{report}/innsyn", judge)
}

/// The most characters of a reason.
const LONGEST_REASON: usize = 2000;
/// And of which demand it is.
const LONGEST_DEMAND: usize = 200;

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    dokument: String,
    #[serde(default)]
    svar: String,
    #[serde(default)]
    heimel: String,
    #[serde(default)]
    grunn: String,
    #[serde(default)]
    krav: String,
    #[serde(default)]
    save_id: String,
}

/// Which document somebody comes to judge.
#[derive(Debug, Default, serde::Deserialize)]
struct Chosen {
    #[serde(default)]
    dokument: String,
}

/// A document in the list.
struct DocumentView {
    asked: Asked,
    key: String,
    name: String,
    about: String,
    href: Option<String>,
    /// Why it is not for everybody; empty when it is.
    legal: String,
    open: bool,
    /// How it was answered last, and why.
    judged: Option<(String, String)>,
}

struct Choice {
    value: &'static str,
    name: String,
    chosen: bool,
}

/// An answer in the log.
struct LogView {
    name: String,
    words: String,
    reason: String,
    demand: String,
}

/// The copy that is given out.
struct CopyView {
    version: String,
    /// What is in it and what is not.
    holds: Vec<String>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/disclosure.html")]
struct DisclosurePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    copy: Option<CopyView>,
    /// It was sent, and must not be given as it is.
    held_back: bool,
    sent: Vec<DocumentView>,
    beside: Vec<DocumentView>,
    schools: Vec<DocumentView>,
    log: Vec<LogView>,
    choices: Vec<Choice>,
    typed: Typed,
    errors: Vec<(String, String)>,
    front: String,
}

impl DisclosurePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    /// Every document, for the choice.
    fn all(&self) -> impl Iterator<Item = &DocumentView> {
        self.sent.iter().chain(&self.beside).chain(&self.schools)
    }
}

/// Whether what is for everybody was judged not to be given as it is after all: what is given in part is redacted elsewhere.
pub fn is_held_back(judgements: &[Judgement], version: ReportVersionId) -> bool {
    judgements.iter().find(|one| one.asked == Asked::Version(version)).is_some_and(|one| one.answer != Answer::Whole)
}

/// Makes rows of the list.
struct Lister<'a> {
    actor: &'a Actor,
    report: &'a Report,
    judgements: &'a [Judgement],
}

impl Lister<'_> {
    fn view(&self, asked: Asked, (name, about): (String, String), href: Option<String>, (open, legal): (bool, &str)) -> DocumentView {
        let lang = self.actor.lang;
        let judged = self.judgements.iter().find(|one| one.asked == asked);
        DocumentView {
            asked,
            key: asked.key(),
            name,
            about,
            href,
            legal: legal.to_owned(),
            open,
            judged: judged.map(|one| (one.sentence(lang), one.reason.clone())),
        }
    }

    /// A version; and its package for the archive, when it is no school's.
    fn version(&self, row: &VersionRow) -> Vec<DocumentView> {
        let lang = self.actor.lang;
        let key = match row.audience.as_str() {
            "school" => "report-edition-school",
            "owner" => "report-edition-owner",
            _ => "report-edition-public",
        };
        let edition = text_with(lang, key, &[("school", &row.school_name.clone().unwrap_or_default())]);
        let name = text_with(lang, "report-version-title", &[("number", &row.number), ("title", &edition)]);
        let when = dates::recent(row.sent_at, self.actor.today);
        let about = text_with(lang, "report-version-sent", &[("number", &row.number), ("when", &when), ("who", &row.sent_by)]);
        let (open, href) = (row.legal.is_empty(), format!("{}/versjon/{}", self.report.href(), row.id));
        let archive = text_with(lang, "report-access-archive", &[("name", &name)]);
        let mut views = vec![self.view(Asked::Version(row.id), (name, about), Some(href.clone()), (open, &row.legal))];
        if row.school.is_none() {
            let about = text(lang, "report-access-archive-about").into_owned();
            views.push(self.view(Asked::Archive(row.id), (archive, about), Some(href), (open, &row.legal)));
        }
        views
    }

    fn attachment(&self, one: &Attachment, there: &[Attachment]) -> DocumentView {
        let href = there.iter().any(|known| known.id == one.id).then(|| file_href(self.report, one));
        let name = text_with(self.actor.lang, "report-access-attachment", &[("title", &one.title)]);
        self.view(Asked::Attachment(one.id), (name, one.file_words()), href, (one.for_all, &one.legal))
    }
}

async fn draw(tx: &mut Tx, actor: &Actor, report: &Report, typed: Typed, errors: Vec<(String, String)>) -> Result<DisclosurePage> {
    let lang = actor.lang;
    let _can = report.rights.can_arrange()?;
    let versions = queries::versions(tx, report).await?;
    let attachments = queries::attachments_to_ask_for(tx, actor.municipality, report.id).await?;
    let there = queries::attachments(tx, actor.municipality, report.id).await?;
    let judgements = queries::judgements(tx, actor.municipality, report.id).await?;
    let lister = Lister { actor, report, judgements: &judgements };
    let (schools, sent): (Vec<&VersionRow>, Vec<&VersionRow>) = versions.iter().partition(|row| row.school.is_some());
    let public = versions.iter().find(|row| row.audience == "public");
    let held_back = public.is_some_and(|row| is_held_back(&judgements, row.id));
    let copy = match public.filter(|_| !held_back) {
        None => None,
        Some(row) => {
            let beside = queries::beside_copy(tx, actor.municipality, (report.id, row.number), false).await?;
            Some(CopyView { version: row.id.to_string(), holds: beside.iter().map(|one| beside_words(one, lang)).collect() })
        }
    };
    let title = text(lang, "report-disclosure-title").into_owned();
    let (cx, crumbs) = side::page(report, actor, "innsyn", &title)?;
    let mut page = DisclosurePage {
        cx: cx.refused_when(!errors.is_empty()),
        crumbs,
        title,
        copy,
        held_back,
        sent: sent.into_iter().flat_map(|row| lister.version(row)).collect(),
        beside: attachments.iter().map(|one| lister.attachment(one, &there)).collect(),
        schools: schools.into_iter().flat_map(|row| lister.version(row)).collect(),
        log: Vec::new(),
        choices: Answer::ALL
            .into_iter()
            .map(|answer| Choice {
                value: answer.key(),
                name: text(lang, answer.text_key()).into_owned(),
                chosen: answer.key() == typed.svar,
            })
            .collect(),
        typed,
        errors,
        front: report.href(),
    };
    page.log = judgements
        .iter()
        .map(|one| LogView {
            name: page.all().find(|view| view.asked == one.asked).map_or_else(|| one.asked.key(), |view| view.name.clone()),
            words: one.sentence(lang),
            reason: one.reason.clone(),
            demand: one.demand.clone(),
        })
        .collect();
    Ok(page)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Query(chosen): Query<Chosen>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let typed = Typed { dokument: chosen.dokument, save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&mut tx, &actor, &report, typed, Vec::new()).await?;
    tx.commit().await?;
    page::answered(&page, &page.errors)
}

async fn judge(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Form(typed): Form<Typed>) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    let mut page = draw(&mut tx, &actor, &report, typed.clone(), Vec::new()).await?;
    let asked = page.all().find(|one| one.key == typed.dokument).map(|one| one.asked);
    let asked = asked.ok_or_else(|| ("dokument", text(lang, "error-report-access-document").into_owned()));
    let answer = Answer::from_key(&typed.svar).ok_or_else(|| ("svar", text(lang, "error-report-access-answer").into_owned()));
    // What is given as it is needs no reason.
    let needed = |typed: &str, longest, key: &'static str| {
        let free = typed.trim().is_empty() && (answer == Ok(Answer::Whole) || key.is_empty());
        if free { Ok(String::new()) } else { short_text(typed, longest, text(lang, key), lang) }
    };
    let legal = needed(&typed.heimel, LONGEST_LEGAL, "error-report-access-legal").map_err(|error| ("heimel", error));
    let reason = needed(&typed.grunn, LONGEST_REASON, "error-report-access-reason").map_err(|error| ("grunn", error));
    let demand = needed(&typed.krav, LONGEST_DEMAND, "").map_err(|error| ("krav", error));
    match (asked, answer, legal, reason, demand) {
        (Ok(asked), Ok(answer), Ok(legal), Ok(reason), Ok(demand)) => {
            queries::judge(&mut tx, &actor, can, &NewJudgement { asked, answer, legal, reason, demand }, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/innsyn", report.href()), Flash::AccessJudged))
        }
        (asked, answer, legal, reason, demand) => {
            let errors = [asked.err(), answer.err(), legal.err(), reason.err(), demand.err()];
            page.errors = errors.into_iter().flatten().map(|(field, error)| (field.to_owned(), error)).collect();
            page.cx = page.cx.refused_when(true);
            page::answered(&page, &page.errors)
        }
    }
}
